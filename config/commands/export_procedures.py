"""Write procedures in a file: a bundle for another Parvis, or each in the format of another product.

A bundle (.zip) holds the definitions and the tables, data sources and shared blocks that they name;
"import-procedures parvis" reads it back, identical. Another format gives one file a procedure, in a folder; what it
cannot say is told on the screen. Without code, every procedure of the body.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.catalogue.models import ProcedureVersion

HELP = "write procedures in a bundle, or in the format of another product"
FORMATS = ("bundle", "parvis", "xlsform", "json-schema")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which procedures, which format, where to."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="code of a procedure (default: all)")
    parser.add_argument(
        "--organisation", metavar="SIREN", help="body that owns them (default: the one at the top)"
    )
    parser.add_argument("--format", choices=FORMATS, default="bundle", help="what to write (default: bundle)")
    parser.add_argument(
        "--all-versions",
        action="store_true",
        help="every version, instead of the published one, else the last",
    )
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="PATH",
        help="file of the bundle, or folder of the other formats",
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Find, write, tell."""
    from parvis.catalogue.exports.bundle import bundle_of

    versions = _versions(options)
    if options.format == "bundle":
        options.to.write_bytes(bundle_of(versions))
        out.say(f"{options.to}: {len(versions)} versions")
        return
    from parvis.catalogue.exports.registry import registry

    exporter = registry.get(options.format)
    options.to.mkdir(parents=True, exist_ok=True)
    for done, version in enumerate(versions, start=1):
        exported = exporter.write(version.definition)
        number = f"-{version.number:04}" if options.all_versions else ""
        path = options.to / f"{version.procedure.code}{number}{exporter.suffix}"
        path.write_bytes(exported.content)
        for one in exported.left:
            out.say(f"{path.name}: left {one.place}: {one.kind}: {one.what} ({one.reason})")
        out.progress(done, len(versions), str(path))


def _versions(options: argparse.Namespace) -> "list[ProcedureVersion]":
    from parvis.catalogue.queries import versions_to_export
    from parvis.common.errors import NotFound
    from parvis.organisations.queries import organisation_by_siren, top_organisation

    try:
        body = organisation_by_siren(options.organisation) if options.organisation else top_organisation()
    except NotFound:
        raise CommandError(f"no active body has the SIREN {options.organisation}") from None
    if body is None:
        raise CommandError("there is no body yet")
    found = versions_to_export(body, codes=options.codes or None, every=options.all_versions)
    missing = set(options.codes) - {version.procedure.code for version in found}
    if missing:
        raise CommandError(f"{body} has no procedure of the code {', '.join(sorted(missing))}")
    return found
