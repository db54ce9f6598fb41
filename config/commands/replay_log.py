"""Replay a log of cases that another body treated, through the services of this product, not by SQL.

FILE is CSV or XES (IEEE 1849), plain or gzipped. The mapping (TOML) says which column is the case, the activity, the
time, the channel, the service, the person who acts, the deadline and the end, and which activities mean waiting,
decision and end; parvis/cases/replay/mappings/wabo-receipt.toml is one, explained line by line. Without --mapping,
the ready-made one that fits the columns is taken.

Each case is played whole in one transaction: interrupted, the same command takes up where it was, and replaying the
same file adds nothing. At the end, what the file says stands beside what the database says. The exit code is 0 only
if every row was read, every case played and every activity found again.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.console import Output

if TYPE_CHECKING:
    from parvis.cases.replay.report import Beside, Report

HELP = "replay a log of cases through the services, and compare"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the log, its mapping, and where the report goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the log: CSV or XES, may be gzipped")
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE.toml", help="what its columns and activities mean"
    )
    parser.add_argument(
        "--json",
        nargs="?",
        const="-",
        metavar="FILE",
        help="write the report as JSON into FILE, or on standard output without one",
    )


def run(options: argparse.Namespace, out: Output) -> int:
    """Read, play, compare, tell."""
    from parvis.cases.replay.log import read_log
    from parvis.cases.replay.mapping import read_mapping
    from parvis.cases.replay.replaying import replay_log

    log = read_log(options.file, read_mapping(options.mapping) if options.mapping else None)
    out.say(
        f"{options.file.name}: {len(log.cases):,} cases, {log.events:,} activities (mapping {log.mapping.name})"
    )
    report = replay_log(log, progress=out.progress)
    if options.json and options.json != "-":
        Path(options.json).write_text(_as_json(report) + "\n", encoding="utf-8")
    print(_as_json(report) if options.json == "-" else _text(report))
    return 0 if report.is_whole else 1


def _as_json(report: "Report") -> str:
    return json.dumps(report.as_data(), ensure_ascii=False, indent=2)


def _text(report: "Report") -> str:
    lines = [
        f"{'':44}{'in the file':>12}{'in the database':>17}",
        _line("cases", report.cases),
        _line("activities", report.events),
        *_table("channel", report.channels),
        *_table("service that received it", report.departments),
        *_table("outcome", report.outcomes),
        *_table("deadline", report.deadlines),
        "",
        "",
        *_counted("deadlines, both ways", report.due_summary["fates"]),
        *_counted("due dates, ours beside the file's", report.due_summary["due_dates"]),
        *_counted("why a deadline is met on one side only", report.due_summary["why_fates_part"]),
        "(each case on a line of its own: --json, « due_lines »)",
        "",
        *_list("receipt, ours beside the file's", report.starts),
        *_list("end, ours beside the file's", report.ends),
        *_list("entries of the journal", report.gestures),
        *_list("activities that the mapping does not name (played as notes)", report.unmapped_activities),
        *_list("channels that the mapping does not name (played as web)", report.unmapped_channels),
        f"played now: {report.played_now:,}; already there: {report.already_there:,}",
    ]
    if report.longer_in_file:
        lines.append(
            f"{report.longer_in_file:,} cases have more activities in the file than when they were played"
        )
    lines += [f"case {case} was refused: {why}" for case, why in list(report.failed.items())[:20]]
    lines += [f"not read: {why}" for why in report.unreadable[:20]]
    lines.append(
        "All of the file was played." if report.is_whole else "The file and the database differ: see above."
    )
    return "\n".join(lines)


def _line(name: str, beside: "Beside") -> str:
    mark = "" if beside.in_file == beside.in_database else "  differs"
    return f"{name:44}{beside.in_file:>12,}{beside.in_database:>17,}{mark}"


def _table(title: str, rows: "dict[str, Beside]") -> list[str]:
    return [_line(f"{title}: {name}"[:44], beside) for name, beside in rows.items()]


MOST_REASONS = 12


def _counted(title: str, counts: dict[str, int]) -> list[str]:
    """Return a table of counts, the most frequent first; the rare ones are added up."""
    shown, rest = list(counts.items())[:MOST_REASONS], list(counts.items())[MOST_REASONS:]
    lines = [f"  {count:>7,}  {name}" for name, count in shown]
    others = [f"  {sum(count for _, count in rest):>7,}  {len(rest)} other reasons"] if rest else []
    return [f"{title}:", *lines, *others]


def _list(title: str, counts: dict[str, Any]) -> list[str]:
    if not counts:
        return []
    return [f"{title}: {', '.join(f'{name} {count:,}' for name, count in counts.items())}"]
