"""The typed columns of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.lists.columns import check_box, checked_columns, read_box, write_box
from parvis.common.errors import Invalid


def column(kind="text"):
    return {"key": "one", "label": "Une", "type": kind}


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("text", " Rue  de la Paix ", "Rue  de la Paix"),
        ("text", "", None),
        ("number", "1 234,50", 1234.5),
        ("number", "-3", -3),
        ("number", "", None),
        ("date", "31/12/2026", "2026-12-31"),
        ("date", "2026-12-31", "2026-12-31"),
        ("date", "2026-12-31T00:00:00", "2026-12-31"),
        ("yes_no", "Oui", True),
        ("yes_no", "NON", False),
        ("yes_no", "x", True),
        ("yes_no", "", None),
    ],
)
def test_a_box_is_read_as_a_french_file_writes_it(kind, written, value):
    assert read_box(column(kind), written) == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("number", "douze"),
        ("number", "1e3"),
        ("date", "31/02/2026"),
        ("date", "hier"),
        ("yes_no", "peut-être"),
    ],
)
def test_a_box_that_is_not_of_its_column_is_refused_with_the_columns_name(kind, written):
    with pytest.raises(Invalid) as refusal:
        read_box(column(kind), written)
    assert refusal.value.errors[""][0].startswith("Une")


@given(st.integers(-(10**14), 10**14) | st.floats(-1e6, 1e6).map(lambda one: round(one, 6)))
def test_a_number_written_is_read_back_the_same(value):
    assert read_box(column("number"), write_box(value)) == value


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda deep: st.lists(deep)))
@pytest.mark.parametrize("kind", ["text", "number", "date", "yes_no"])
def test_a_hostile_value_is_accepted_or_refused_and_nothing_else(kind, value):
    try:
        kept = check_box(column(kind), value)
    except Invalid:
        return
    assert check_box(column(kind), kept) == kept


@pytest.mark.parametrize(
    "columns",
    [
        [{"key": "code", "label": "Code"}],
        [{"key": "Été", "label": "Été"}],
        [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}],
        [{"key": "a", "label": "A", "type": "photo"}],
        [{"key": f"c{number}", "label": "C"} for number in range(31)],
        ["a"],
    ],
)
def test_columns_that_cannot_be_declared_are_refused(columns):
    with pytest.raises(Invalid):
        checked_columns(columns)


def test_a_column_without_type_holds_text_and_one_without_label_goes_by_its_key():
    assert checked_columns([{"key": "tarif"}]) == [{"key": "tarif", "label": "tarif", "type": "text"}]
