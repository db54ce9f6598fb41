"""Move drafts and open cases from one version of a procedure to another, saying first what is kept, converted, lost.

Without --confirm, nothing is written: the report is what the move would do. With it, each case is moved in its own
transaction and its journal tells it; stopped midway, the same command goes on. The law of a case does not move: its
delays stay those of the day it was made.
"""

import argparse
from typing import Any

from config.console import CommandError, Output

HELP = "move drafts and open cases to another version of their procedure"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the procedure and the two versions."""
    parser.add_argument("code", help="code of the procedure")
    parser.add_argument("--body", metavar="SLUG", required=True, help="name of the body in addresses")
    parser.add_argument(
        "--from", dest="origin", type=int, metavar="N", help="number (default: the one before)"
    )
    parser.add_argument("--to", type=int, metavar="N", help="number (default: the one published)")
    parser.add_argument("--confirm", action="store_true", help="do it")


def run(options: argparse.Namespace, out: Output) -> None:
    """Say what would change; move when it is confirmed."""
    from django.db import transaction

    from parvis.cases.services.moving import move_version, preview_move

    with transaction.atomic():
        origin, to = _versions(options)
    preview = preview_move(origin=origin, to=to)
    facts = _facts(preview, origin.number, to.number)
    if not options.confirm:
        out.result(facts, _text(facts) + "\nNothing was moved: say --confirm to do it.")
        return
    moved = move_version(origin=origin, to=to)
    facts["moved"] = {"drafts": moved.drafts, "cases": moved.cases}
    out.result(facts, f"{_text(facts)}\n{moved.drafts} drafts and {moved.cases} cases moved.")


def _versions(options: argparse.Namespace) -> tuple[Any, Any]:
    from config.structure import body_named
    from parvis.catalogue.models import ProcedureVersion, VersionState

    known = ProcedureVersion.objects.filter(
        procedure__organisation=body_named(options.body),
        procedure__code=options.code,
        state__in=[VersionState.PUBLISHED, VersionState.RETIRED],
    ).select_related("procedure")
    to = known.filter(number=options.to) if options.to else known.filter(state=VersionState.PUBLISHED)
    found = to.first()
    if found is None:
        raise CommandError(f"{options.body} has no such published version of {options.code}")
    others = known.exclude(pk=found.pk)
    origin = others.filter(number=options.origin) if options.origin else others.order_by("-number")
    former = origin.first()
    if former is None:
        raise CommandError(f"{options.body} has no other version of {options.code} to move from")
    return former, found


def _facts(preview: Any, origin: int, to: int) -> dict[str, Any]:
    return {
        "from": origin,
        "to": to,
        "drafts": preview.drafts,
        "cases": preview.cases,
        "differences": [one.sentence for one in preview.differences],
        "questions": [
            {"key": key, "label": label, **{str(fate): number for fate, number in counts.items()}}
            for (key, label), counts in preview.counts.items()
        ],
        "missing": dict(preview.missing),
    }


def _text(facts: dict[str, Any]) -> str:
    lines = [
        f"Version {facts['from']} to {facts['to']}: {facts['drafts']} drafts, {facts['cases']} open cases."
    ]
    lines += [f"  - {sentence}" for sentence in facts["differences"]]
    for one in facts["questions"]:
        said = ", ".join(f"{one[fate]} {fate}" for fate in ("kept", "converted", "lost") if fate in one)
        lines.append(f"  {one['label']} ({one['key']}): {said}")
    lines += [f"  {label}: {number} without answer" for label, number in facts["missing"].items()]
    return "\n".join(lines)
