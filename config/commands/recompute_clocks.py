"""Derive the clocks of every case again from its journal, and put right those that differ.

Harmless at any time, while people work: a case is only locked when one of its clocks must change, and for a moment. A
due date that changes is written in the journal of its case.
"""

import argparse

from config.console import Output

HELP = "derive the clocks of every case again from its journal"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which cases, all by default."""
    parser.add_argument("number", nargs="*", help="only the cases of these numbers (default: all)")

    parser.add_argument(
        "--share",
        type=_share,
        default=(1, 1),
        metavar="K/N",
        help="only the K-th of N shares of all the cases: run N commands together, on as many processors",
    )


def _share(text: str) -> tuple[int, int]:
    part, _slash, of = text.partition("/")
    if not (part.isdigit() and of.isdigit() and 1 <= int(part) <= int(of) <= 256):
        raise argparse.ArgumentTypeError("write for instance 1/2: the first half")
    return int(part), int(of)


def run(options: argparse.Namespace, out: Output) -> None:
    """Derive, write, tell."""
    from django.db import transaction

    from parvis.cases.access import get_case_by_number
    from parvis.cases.services.recomputing import recompute_clocks

    with transaction.atomic():  # outside a transaction PostgreSQL is not told who acts, and shows nothing
        cases = [get_case_by_number(number).pk for number in options.number] or None
    report = recompute_clocks(cases=cases, share=options.share, progress=out.progress)
    facts = {"cases": report.cases, "changed": report.changed}
    out.result(facts, f"{report.cases:,} cases read, {report.changed:,} put right.")
