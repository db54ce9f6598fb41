from datetime import date

import pytest

from parvis.deadlines.comparison import Compared, compare_table
from parvis.deadlines.errors import UnreadableTable
from parvis.deadlines.table import BadLine, Line, mistyped_columns, read_table, unknown_columns


def line(events: str = "", **cells: str) -> Line | BadLine:
    given = {"received": "2026-07-15", "regime": "SVR", **cells, "events": events}
    text = ",".join(given) + "\n" + ",".join(given.values()) + "\n"
    return next(iter(read_table(text)))


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ("2026-07-20 pieces-asked", "ne se lit pas"),
        ("2026-07-20 pieces-asked quinze", "Ce délai ne se lit pas"),
        ("2026-07-20 transferred twice", "ne se lit pas"),
        ("2026-07-20..2026-07-22 transferred", "ne se lit pas"),
        ("20/07/2026 transferred", "ne se lit pas"),
        ("2026-02-30 transferred", "n’est pas une date"),
        ("9999-12-31 transferred", "trop loin"),
        ("0001-01-01 decided", "trop loin"),
        ("2026-07-31 pieces-received", "aucune n’était attendue"),
        ("2026-07-22..2026-07-20 outage", "La fin est avant le début"),
        ("2026-07-10 transferred", "se contredisent"),
        ("2026-07-20 decided; 2026-07-21 decided", "ne peut venir qu’une fois"),
        ("2026-07-20 decided; 2026-07-21 pieces-asked 15d", "déjà terminé"),
        ("2026-07-20 withdrawn; 2026-07-21 transferred", "déjà terminé"),
        ("2026-07-20 notified", "se contredisent"),
        ("2026-11-20 reasons-given", "se contredisent"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_a_sentence(events, why):
    found = line(events)

    assert isinstance(found, BadLine)
    assert found.number == 2
    assert why in found.why


def test_pieces_asked_once_the_delay_is_over_are_refused():
    text = "received,regime,events\n2026-01-16,SVR,2026-03-17 pieces-asked 15d\n"
    (found,) = compare_table(text)

    assert isinstance(found, BadLine)
    assert "déjà terminé" in found.why


def test_a_clock_that_an_outage_keeps_stopped_is_not_over():
    text = (
        "received,regime,delay,territory,events\n2022-11-27,SVR,20d-ouvrables,972,2022-12-20 pieces-asked 10d; "
        "2022-12-24..2023-01-03 outage; 2023-01-01 pieces-asked 30d; 2023-01-11 pieces-received\n"
    )
    (found,) = compare_table(text)

    assert found.course.implied_on == date(2023, 1, 11)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"received": "16/01/2026"}, "n’est pas une date (received)"),
        ({"regime": "SVX"}, "SVA, SVR ou none"),
        ({"delay": "2 mois"}, "Ce délai ne se lit pas"),
        ({"territory": "99"}, "n’a pas de calendrier"),
        ({"implied_decision": "bientôt"}, "n’est pas une date (implied_decision)"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(cells, why):
    found = line(**cells)

    assert isinstance(found, BadLine)
    assert why in found.why


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(UnreadableTable, match="received, regime"):
        list(read_table("reçu,effet\n2026-01-16,SVR\n"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_parted_as_the_first_line_shows(separator):
    header = separator.join(("received", "regime", "events"))
    text = f'\ufeff{header}\n2026-07-15{separator}SVR{separator}"2026-07-20 transferred; 2026-07-22 transferred"\n'
    (found,) = read_table(text)

    assert isinstance(found, Line)
    assert len(found.demand.history.transferred) == 2


def test_a_column_that_expects_nothing_is_not_compared():
    (found,) = compare_table("received,regime\n2026-01-16,SVR\n")

    assert not isinstance(found, BadLine)
    assert found.differences == ()


def test_an_empty_date_means_that_none_is_expected():
    (found,) = compare_table("received,regime,implied_decision\n2026-01-16,SVR,\n")

    assert not isinstance(found, BadLine)
    assert found.differences == ("implied_decision",)


@pytest.mark.parametrize("received", ["9999-12-01", "0001-01-01", "20260-01-01"])
def test_a_year_that_nobody_meant_is_refused_rather_than_reckoned(received):
    assert isinstance(line(received=received), BadLine)


HEADER = "received,regime,implied_decision,last_day_to_appeal,source"
RIGHT = "2026-01-16,SVR,2026-03-16,2026-05-18,x"


@pytest.mark.parametrize(
    "text",
    [
        f"\n\n{HEADER}\n{RIGHT}\n",
        f"sep=;\r\n{HEADER}\r\n{RIGHT}\r\n".replace(",", ";"),
        f"\ufeff{HEADER}\n{RIGHT}\u2028suite\x0c\n",
        f"{HEADER}\r{RIGHT}\r",
        f"{HEADER},,\n{RIGHT},,\n",
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(text):
    (found,) = compare_table(text)

    assert isinstance(found, Compared)
    assert found.differences == ()


def test_the_number_of_a_line_is_that_of_the_file_after_blank_lines():
    (found,) = read_table(f"\n\n{HEADER}\n{RIGHT}\n")

    assert found.number == 4


def test_a_line_cut_short_expects_what_empty_cells_do():
    (found,) = compare_table(f"{HEADER}\n2026-01-16,SVR\n")

    assert found.differences == ("implied_decision", "last_day_to_appeal")


def test_a_line_with_more_cells_than_columns_is_not_read():
    (found,) = read_table(f"{HEADER}\n{RIGHT}, et encore\n")

    assert isinstance(found, BadLine)
    assert "plus de cases" in found.why


@pytest.mark.parametrize("received", ["20260116", "2026-W03-5"])
def test_a_day_is_written_in_one_way(received):
    assert isinstance(line(received=received), BadLine)


@pytest.mark.parametrize(
    ("residence", "last"), [("abroad", "2027-01-18"), ("ABROAD", "2027-01-18"), ("", "2026-11-16")]
)
def test_a_person_lives_somewhere_or_abroad(residence, last):
    (found,) = compare_table(f"received,regime,residence\n2026-07-15,SVR,{residence}\n")

    assert str(found.course.last_day_to_appeal) == last


def test_a_residence_that_is_nowhere_is_refused_whatever_the_regime():
    found = line(regime="none", residence="Mars")

    assert isinstance(found, BadLine)
    assert "lieu de résidence" in found.why


def test_a_column_mistyped_is_told_with_what_was_meant():
    text = "received,regime,implied_decison,last_day_to_appeal,comment,source\n"

    assert unknown_columns(text) == ["implied_decison", "comment"]
    assert mistyped_columns(text) == {"implied_decison": "implied_decision"}


@pytest.mark.parametrize(
    ("events", "came"),
    [
        ("07-20 asked; 07-25 asked; 07-31 received", ["07-31", "07-31"]),
        ("07-20 asked; 07-25 asked; 07-31 received; 08-05 received", ["08-05", "08-05"]),
        ("07-20 asked; 07-31 received; 08-05 asked; 08-10 received", ["07-31", "08-10"]),
        ("07-20 asked; 07-31 received; 08-05 asked", ["07-31", None]),
    ],
)
def test_pieces_that_come_in_several_times_are_all_there_at_the_last(events, came):
    full = events.replace("07-", "2026-07-").replace("08-", "2026-08-")
    found = line(events=full.replace(" asked", " pieces-asked 15d").replace(" received", " pieces-received"))

    answered = [one.received_on for one in found.demand.history.requests]
    assert [day and f"{day:%m-%d}" for day in answered] == came


def test_pieces_that_nobody_waited_for_are_refused_with_a_sentence():
    found = line(events="2026-07-20 pieces-asked 15d; 2026-07-25 pieces-received; 2026-08-01 pieces-received")

    assert isinstance(found, BadLine)
    assert "aucune n’était attendue" in found.why


@pytest.mark.parametrize(
    "text", ["received,received,regime\n", f"{HEADER}\n2026-01-16,SVR,,,{'x' * 200_000}\n"]
)
def test_what_is_no_table_is_refused_with_a_sentence(text):
    with pytest.raises(UnreadableTable):
        list(read_table(text))
