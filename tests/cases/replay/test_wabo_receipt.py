"""The first end-to-end test: 1,434 real municipal cases through the real services, counted again by hand."""

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parvis.cases.checks import broken_chains
from parvis.cases.replay.log import read_log
from parvis.cases.replay.replaying import replay_log

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "case-log" / "wabo-receipt.csv"

pytestmark = [
    # Each case is committed, as it would be: in one transaction, PostgreSQL keeps every former row in its way.
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not FILE.exists(), reason="needs ../shared/data/case-log/wabo-receipt.csv beside the project"
    ),
]
CHANNELS = {"Internet": "web", "Desk": "counter", "Post": "post", "e-mail": "email", "Intern": "counter"}


def counted_by_hand():
    """Return the cases of the file, each as its rows in order of time."""
    cases = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases.setdefault(row["case:concept:name"], []).append(row)
    for rows in cases.values():
        rows.sort(key=lambda row: datetime.fromisoformat(row["time:timestamp"]))
    return cases


def both(besides):
    """Return what the file says and what the database says, as two counters."""
    return tuple(
        {name: getattr(one, side) for name, one in besides.items() if getattr(one, side)}
        for side in ("in_file", "in_database")
    )


def outcome(rows):
    """Return how a case comes out, by the words of its last deciding activity and its end."""
    said = {"T10": "granted", "T14": "no_follow_up", "T19": "refused"}
    deciding = [said[row["concept:name"][:3]] for row in rows if row["concept:name"][:3] in said]
    if deciding and (deciding[-1] != "no_follow_up" or rows[0]["case:enddate"]):
        return deciding[-1]
    return "no_follow_up" if rows[0]["case:enddate"] else "none"


def test_the_whole_log_is_found_again_in_the_database(system):
    by_hand = counted_by_hand()
    report = replay_log(read_log(FILE), progress=lambda *_told: None)
    assert report.is_whole
    assert (report.cases.in_database, report.events.in_database) == (1434, 8577)
    assert (report.unmapped_activities, report.unmapped_channels) == ({}, {})
    for besides, key in (
        (report.channels, lambda rows: CHANNELS[rows[0]["case:channel"]]),
        (report.departments, lambda rows: rows[0]["case:department"]),
        (report.outcomes, outcome),
    ):
        expected = dict(Counter(key(rows) for rows in by_hand.values()))
        assert both(besides) == (expected, expected)
    assert both(report.deadlines)[0] == {"met": 952, "missed": 377, "open": 105}
    assert sum(both(report.deadlines)[1].values()) == 1434
    assert both(report.deadlines)[1]["open"] == 105
    # Two cases begin, in the file, after their first activity; 145 end before their last: ours can't.
    assert report.starts == {"same": 1432, "different": 2}
    assert report.ends == {"same": 1184, "different": 145, "both open": 105}
    check_due_lines(report)
    assert list(broken_chains()) == []


def check_due_lines(report):
    """Every case has its line; its days and its fates are those of the file, and each difference says why."""
    lines = report.due_lines
    assert len(lines) == 1434
    assert Counter(line.fate for line in lines) == {"met": 952, "missed": 377, "open": 105}
    for line in lines:
        deadline = datetime.fromisoformat(line.deadline).astimezone(ZoneInfo("Europe/Paris")).date()
        assert line.days == (date.fromisoformat(line.due) - deadline).days
        assert bool(line.due_why) == (line.days != 0), line
        assert bool(line.fate_why) == (line.fate != line.our_fate), line
    assert sum(report.due_summary["fates"].values()) == 1434
