"""The table a lawyer can read (docs/legal/clocks.csv): ours, and another reckoning of the same law, agree with it."""

import csv
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.comparison import Compared, compare_table
from parvis.deadlines.table import read_line
from tests.architecture.sources import ROOT
from tests.deadlines.oracle import reckon

TABLE = ROOT / "docs" / "legal" / "clocks.csv"
TEXT = TABLE.read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TEXT.splitlines()))
COMPARED = list(compare_table(TEXT))
NAMES = [f"{row['received']} {row['regime']} {row['delay']} {row['events']}"[:80] for row in ROWS]


@pytest.mark.parametrize("compared", COMPARED, ids=NAMES)
def test_each_line_of_the_table_is_exact(compared):
    assert isinstance(compared, Compared)
    assert not compared.differences, compared.found()


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_each_line_is_exact_by_another_reckoning(row):
    told = (row["implied_decision"], row["last_day_to_appeal"])

    assert told == tuple(day.isoformat() if day else "–" for day in reckon(row))


@pytest.mark.parametrize("compared", COMPARED, ids=NAMES)
def test_each_date_found_is_said_in_the_sentences(compared):
    told = " ".join(sentence.person for sentence in compared.sentences())

    for day in compared.found().values():
        assert day is None or (str(day.day) in told and str(day.year) in told)


def test_the_table_holds_the_examples_of_the_specification_and_two_hundred_more():
    assert len(ROWS) >= 9 + 200
    assert all(row["source"] for row in ROWS)


@st.composite
def rows(draw):
    """A line of the table nobody wrote: whatever happens to a demand, in any order."""
    received = draw(st.dates(min_value=date(2020, 1, 1)).filter(lambda day: day.year < 2040))
    shifts = st.integers(0, 90)
    events = []
    for _number in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(["pieces-asked", "pieces-received", "transferred", "outage"]))
        since = received + timedelta(days=draw(shifts))
        if name == "pieces-asked":
            events.append(
                f"{since} pieces-asked {draw(st.sampled_from(['15d', '1m', '8d-francs', '10d-ouvres']))}"
            )
        elif name == "outage":
            until = since + timedelta(days=draw(st.integers(0, 5)))
            events.append(f"{since}..{until} outage")
        else:
            events.append(f"{since} {name}")
    return {
        "received": received.isoformat(),
        "regime": draw(st.sampled_from(["SVA", "SVR"])),
        "delay": draw(st.sampled_from(["2m", "1m", "30d", "8d-francs", "20d-ouvres", "20d-ouvrables"])),
        "territory": draw(st.sampled_from(["mainland", "alsace-moselle", "971", "974", "976"])),
        "residence": draw(st.sampled_from(["", "971", "abroad"])),
        "events": "; ".join(events),
    }


@given(rows())
def test_both_reckonings_agree_on_lines_that_nobody_wrote(row):
    line = next(iter(compare_table(_as_csv(row))))
    if not isinstance(line, Compared):
        return  # pieces that nobody asked, or asked too late: refused with a sentence
    found = line.found()

    assert (found["implied_decision"], found["last_day_to_appeal"]) == reckon(row)


def _as_csv(row: dict[str, str]) -> str:
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_time_zone_of_the_server_changes_nothing(zone, tmp_path):
    done = _command(str(TABLE), zone=zone)

    assert done.returncode == 0, done.stdout


def test_a_difference_is_told_and_the_exit_code_says_so(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(TEXT.replace("2026-03-16,2026-05-18", "2026-03-16,2026-05-17", 1), encoding="utf-8")

    done = _command(str(wrong))

    assert done.returncode == 1
    assert "line 2: DIFFERENT" in done.stdout
    assert "last_day_to_appeal: expected 2026-05-17, found 2026-05-18" in done.stdout


def test_what_cannot_be_read_is_told_by_line(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("received,regime,delay\n2026-01-16,SVR,2m\n2026-01-16,SVR,2x\n", encoding="utf-8")

    done = _command(str(wrong))

    assert done.returncode == 1
    assert "line 3: not read: Ce délai ne se lit pas" in done.stdout


def test_a_column_mistyped_is_refused_and_nothing_is_compared(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("received,regime,implied_decison\n2026-01-16,SVR,2026-03-17\n", encoding="utf-8")

    done = _command(str(wrong))

    assert done.returncode == 2
    assert "« implied_decison » (did you mean implied_decision?)" in done.stderr


def _command(*arguments: str, zone: str = "Europe/Paris") -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does, without database."""
    environment = {"PATH": os.environ["PATH"], "TZ": zone, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "parvis", "clocks", *arguments],
        cwd=Path("/"),
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_line_is_read_whatever_the_case_of_its_regime():
    assert read_line(2, {"received": "2026-01-16", "regime": "svr"}).demand.regime == "SVR"
