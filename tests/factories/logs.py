"""Small logs of cases, written as CSV or XES."""

import csv
import gzip
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

MAPPING = """
name = "petit"
nothing = ["EMPTY"]
[columns]
case = "case"
activity = "activity"
time = "time"
channel = "case:channel"
department = "case:department"
team = "team"
person = "who"
start = "case:start"
deadline = "case:deadline"
end = "case:end"
[body]
name = "Ville du journal"
slug = "ville-du-journal"
[procedure]
code = "petit-journal"
title = "Demande rejouée"
delay = "30d"
[channels]
Internet = "web"
Desk = "counter"
[activities]
work = ["Check"]
sending = ["Send"]
asking = ["Ask"]
waiting = ["Advice"]
[activities.outcomes]
Grant = "granted"
Refuse = "refused"
Drop = "no_follow_up"
[reasons]
in_law = "Article 1."
in_fact = "Il manque tout."
"""


def row(case: str, activity: str, time: str, **changes: str) -> dict[str, str]:
    """Return one activity; the case's own columns are the same for all its rows unless told."""
    given = {
        "case": case,
        "activity": activity,
        "time": time,
        "team": "EMPTY",
        "who": "Ada",
        "case:channel": "Internet",
        "case:department": "General",
        "case:start": "2026-01-05T09:00:00+01:00",
        "case:deadline": "2026-02-04T09:00:00+01:00",
        "case:end": "",
    }
    return {**given, **{name.replace("__", ":"): value for name, value in changes.items()}}


def write_mapping(folder: Path, text: str = MAPPING) -> Path:
    path = folder / "petit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def write_csv(
    folder: Path, rows: list[dict[str, str]], *, zipped: bool = False, separator: str = ","
) -> Path:
    path = folder / ("log.csv.gz" if zipped else "log.csv")
    with (gzip.open if zipped else open)(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xes(folder: Path, rows: list[dict[str, str]], *, zipped: bool = False, head: str = "") -> Path:
    """Write the same rows as XES: one trace a case, whose own attributes lose their prefix."""
    path = folder / ("log.xes.gz" if zipped else "log.xes")
    cases: dict[str, list[dict[str, str]]] = {}
    for one in rows:
        cases.setdefault(one["case"], []).append(one)
    traces = "".join(_trace(events) for events in cases.values())
    text = f'<?xml version="1.0" encoding="UTF-8"?>{head}<log xmlns="http://www.xes-standard.org/">{traces}</log>'
    with (gzip.open if zipped else open)(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


def _trace(events: list[dict[str, str]]) -> str:
    own = {key.removeprefix("case:"): value for key, value in events[0].items() if key.startswith("case:")}
    inner = "".join(
        f"<event>{_attributes({k: v for k, v in one.items() if not k.startswith('case:')})}</event>"
        for one in events
    )
    return f"<trace>{_attributes(own)}{inner}</trace>"


def _attributes(values: dict[str, Any]) -> str:
    return "".join(f"<string key={quoteattr(k)} value={quoteattr(v)}/>" for k, v in values.items() if v)
