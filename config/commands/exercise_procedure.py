"""Try procedures as residents would: fill and lodge each through its pages, along paths drawn by chance.

On each page the resident first leaves everything blank, then answers wrongly, then rightly; what is refused must be
refused, what is right must go on, to the receipt. The browser is in this process, without script; the pages, the
forgery protection and the database are the real ones. Each path is one transaction that is undone, its files stay in
memory: nothing is kept, nothing is sent, whatever the database. A draft that lacks its notices is lent some. The same
seed tries the same paths. Exit code 1 when a path got stuck.

With --to-end, what was lodged is then treated: a generated agent and the person make what the workflow offers, each
through the service of their door, jobs run, other software is answered for by chance, time is skipped, until the case
comes to an end. Where it gets stuck is told, after the story of what led there.

With --browser, the resident sits at a real Chromium, 320 pixels wide, with scripts; without them with --no-scripts. A
page wider than the window, an error of a script or a breach of the content policy stops the path too. It needs
Playwright, a dependency of developers.
"""

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from config.console import CommandError, Output

if TYPE_CHECKING:
    from config.exercise.outcome import Path as Walked
    from config.exercise.outcome import Trial
    from config.exercise.stage import Walk
    from parvis.catalogue.models import Procedure

HELP = "fill and lodge procedures through their pages, as generated residents"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which procedures, how many paths, where the report goes."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="code of a procedure (none: --all)")
    parser.add_argument("--all", action="store_true", help="every procedure of the body, or of all bodies")
    parser.add_argument("--organisation", metavar="SIREN", help="only the procedures of this body")
    parser.add_argument("--paths", type=int, default=3, metavar="N", help="paths each (default: 3)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="other paths for other seeds (default: 1)"
    )
    parser.add_argument(
        "--to-end", action="store_true", help="then treat what was lodged, by generated agents, to an end"
    )
    parser.add_argument(
        "--browser", action="store_true", help="in a real browser, 320 pixels wide (needs Playwright)"
    )
    parser.add_argument("--no-scripts", action="store_true", help="with --browser: JavaScript turned off")
    parser.add_argument(
        "--json", dest="report", type=Path, metavar="FILE", help="write the report as JSON (- for the screen)"
    )


def run(options: argparse.Namespace, out: Output) -> int:
    """Try each, tell each."""
    if options.paths < 1:
        raise CommandError("--paths must be at least 1")
    if options.no_scripts and not options.browser:
        raise CommandError("--no-scripts goes with --browser: without it there is no script already")
    procedures = _procedures(options)
    with ExitStack() as stack:
        trials = _trials(procedures, options, out, _walk(options, stack))
    right = sum(trial.is_right for trial in trials)
    document = {
        "procedures": [trial.as_json() for trial in trials],
        "totals": {
            "procedures": len(trials),
            "right": right,
            "paths": sum(len(trial.paths) for trial in trials),
            "stuck": sum(1 for trial in trials for path in trial.paths if path.stuck),
            "refused": sum(path.refused for trial in trials for path in trial.paths),
            "ended": sum(1 for trial in trials for path in trial.paths if path.ended),
        },
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if options.report is not None and str(options.report) != "-":
        options.report.write_text(text + "\n", encoding="utf-8")
    done = "lodged and treated to an end" if options.to_end else "filled and lodged"
    summary = f"{right} of {len(trials)} procedures can be {done} along every path"
    out.result(None, text if str(options.report) == "-" else summary)
    return 0 if right == len(trials) else 1


def _walk(options: argparse.Namespace, stack: ExitStack) -> "Walk":
    from config.exercise.stage import in_browser, in_process

    if not options.browser:
        return in_process
    from config.exercise.window import browser

    return in_browser(stack.enter_context(browser()), scripts=not options.no_scripts)


def _trials(
    procedures: "list[Procedure]", options: argparse.Namespace, out: Output, walk: "Walk"
) -> "list[Trial]":
    from config.exercise.stage import try_procedure

    trials = []
    for done, procedure in enumerate(procedures, start=1):
        trials.append(
            try_procedure(procedure, paths=options.paths, seed=options.seed, walk=walk, to_end=options.to_end)
        )
        out.say(_line(trials[-1]))
        out.progress(done, len(procedures), "procedures")
    return trials


def _procedures(options: argparse.Namespace) -> "list[Procedure]":
    from parvis.catalogue.models import Procedure
    from parvis.common.errors import NotFound
    from parvis.organisations.queries import organisation_by_siren

    found = (
        Procedure.objects.filter(versions__isnull=False).select_related("organisation__territory").distinct()
    )
    if options.organisation:
        try:
            found = found.filter(organisation=organisation_by_siren(options.organisation))
        except NotFound:
            raise CommandError(f"no active body has the SIREN {options.organisation}") from None
    if options.codes:
        missing = set(options.codes) - set(found.values_list("code", flat=True))
        if missing:
            raise CommandError(f"no procedure has the code {', '.join(sorted(missing))}")
        return list(found.filter(code__in=options.codes).order_by("code", "pk"))
    if not options.all:
        raise CommandError("name procedures by their codes, or say --all")
    return list(found.order_by("code", "pk"))


def _line(trial: "Trial") -> str:
    stuck = [path for path in trial.paths if path.stuck]
    if not stuck:
        refused = sum(path.refused for path in trial.paths)
        never = f", never met: {', '.join(trial.never_met)}" if trial.never_met else ""
        ends = ", ".join(sorted({f"« {path.ended} »" for path in trial.paths if path.ended}))
        ended = f", treated to an end: {ends}" if ends else ""
        return f"{trial.code}: {len(trial.paths)} paths lodged{ended}, {refused} wrong answers refused{never}"
    return "\n".join(line for path in stuck for line in _story(trial, path))


def _story(trial: "Trial", path: "Walked") -> list[str]:
    """Return what led a path to where it is stuck."""
    told = [f"  {said}" for said in path.story]
    return [*told, f"{trial.code}: STUCK on path {path.number}: {path.stuck}"]
