"""Bring in the procedures a body has elsewhere, as drafts of that body.

Give files, folders or zip archives; for Publik, forms with the workflows and the templates of messages that they name.
First a dry run: the report tells, line by line, what was taken, what was changed and how, what was not understood and
why. Importing twice updates, it does not double. What these products do not say and the law wants (silence, data
notice, other ways in…) keeps a draft from being published: complete it in the studio, or give it once for all with
--complete-with. Exit code 1 when a file is refused; the others are taken in, unless --whole. See
docs/guides/administrator.md.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.catalogue.services.imports import TakenIn
    from parvis.organisations.models import Organisation

HELP = "bring in the procedures that a body has in another product"
KINDS = ("publik", "demarches-simplifiees", "xlsform", "json-schema", "parvis")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the kind of files, the files, the body, and what is done of them."""
    parser.add_argument("kind", choices=KINDS, help="where the files come from")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or zip archive")
    parser.add_argument(
        "--organisation", metavar="SIREN", help="body that takes them in (default: the one at the top)"
    )
    parser.add_argument("--dry-run", action="store_true", help="only report; nothing is written")
    parser.add_argument(
        "--json", dest="report", type=Path, metavar="FILE", help="write the report as JSON (- for the screen)"
    )
    parser.add_argument("--whole", action="store_true", help="take in nothing when a file is refused")
    parser.add_argument(
        "--complete-with",
        type=Path,
        metavar="FILE",
        help="JSON object of what the law wants and the files lack: law, data_notice, other_ways, category…",
    )
    parser.add_argument(
        "--roles",
        type=Path,
        metavar="FILE",
        help="JSON object of what roles of the source are here: handler, manager, assignee, agents, person, team:NAME",
    )
    parser.add_argument("--publish", action="store_true", help="publish at once those that lack nothing")


def run(options: argparse.Namespace, out: Output) -> int:
    """Read, report, take in."""
    from parvis.catalogue.imports.files import gather
    from parvis.catalogue.services.imports import TakenIn, read_files, take_in
    from parvis.common.errors import Invalid

    completion, roles = _object(options.complete_with), _object(options.roles)
    body = _body(options.organisation, needed=not options.dry_run)
    try:
        imported = read_files(
            kind=options.kind,
            files=gather(options.paths),
            progress=out.progress,
            roles=roles,
            organisation=body,
        )
    except Invalid as wrong:
        raise CommandError(f"{options.roles}: {wrong.errors}") from None
    taken = TakenIn(imported.report)
    if body is not None:
        taken = take_in(
            organisation=body,
            imported=imported,
            completion=completion,
            publish=options.publish,
            whole=options.whole,
            dry_run=options.dry_run,
            progress=out.progress,
        )
    _tell(taken, options, out)
    return 1 if imported.report.has_errors else 0


def _body(siren: str | None, *, needed: bool) -> "Organisation | None":
    from parvis.common.errors import NotFound
    from parvis.organisations.queries import organisation_by_siren, top_organisation

    if siren is None:
        body = top_organisation()
        if body is None and needed:
            raise CommandError("there is no body yet: make one with set-up, or try with --dry-run")
        return body
    try:
        return organisation_by_siren(siren)
    except NotFound:
        raise CommandError(f"no active body has the SIREN {siren}") from None


def _object(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise CommandError(f"{path} is not a JSON object: {error}") from None


def _tell(taken: "TakenIn", options: argparse.Namespace, out: Output) -> None:
    """Write the report where it was asked, and say what was done in a line."""
    report = taken.report
    document = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    if options.report is not None and str(options.report) != "-":
        options.report.write_text(document + "\n", encoding="utf-8")
    out.result(None, document if str(options.report) == "-" else "\n".join(report.lines()))
    for code, lacking in taken.to_complete.items():
        out.say(f"{code}: to complete before it is published: {' '.join(one.message for one in lacking)}")
    refused = sum(1 for one in report.files if one.errors)
    done = "nothing was written" if not taken.versions else f"{len(taken.versions)} versions recorded"
    out.say(f"{len(report.files)} files read, {refused} refused; {done}.")
