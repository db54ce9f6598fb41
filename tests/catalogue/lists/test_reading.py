"""From the JSON of a source to rows, and from parameters to an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.errors import SourceDown
from parvis.catalogue.lists.reading import address_with, rows_of
from parvis.catalogue.models import DataSource

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda deep: st.lists(deep, max_size=4) | st.dictionaries(st.sampled_from(["id", "text", "a"]), deep),
    max_leaves=15,
)


def source(**changes):
    given = {"list_path": "data", "code_path": "id", "label_path": "text", "columns": []}
    return DataSource(**{**given, **changes})


def test_rows_are_found_by_dotted_paths():
    columns = [{"key": "zone", "label": "Zone", "type": "number", "path": "lieu.zones.0"}]
    document = {"result": {"items": [{"ref": {"n": 7}, "nom": " Rue  A ", "lieu": {"zones": [3]}}]}}
    found = rows_of(
        source(list_path="result.items", code_path="ref.n", label_path="nom", columns=columns), document
    )
    assert found == [{"code": "7", "label": "Rue A", "columns": {"zone": 3}}]


def test_a_list_of_plain_values_is_its_own_codes_and_labels():
    assert rows_of(source(list_path=""), ["Caen", "Ifs"])[0] == {
        "code": "Caen",
        "label": "Caen",
        "columns": {},
    }


def test_each_code_is_taken_once_and_items_without_code_are_left_out():
    document = {"data": [{"id": 1, "text": "A"}, {"id": "1", "text": "B"}, {"text": "C"}, None, {"id": True}]}
    assert rows_of(source(), document) == [{"code": "1", "label": "A", "columns": {}}]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"data": {}}, "ne mène pas à une liste"),
        ([], "ne mène pas à une liste"),
        ({"data": [{"ref": 1}]}, "Aucune ligne n’a de code"),
        ({"data": list(range(20_001))}, "plus de 20000 lignes"),
    ],
)
def test_a_document_without_the_list_is_refused_with_its_reason(document, said):
    with pytest.raises(SourceDown, match=said):
        rows_of(source(), document)


def test_an_empty_list_is_a_list():
    assert rows_of(source(), {"data": []}) == []


@given(json_values)
def test_any_document_gives_rows_or_a_reason_and_nothing_else(document):
    columns = [{"key": "a", "label": "A", "type": "date", "path": "a"}]
    try:
        rows = rows_of(source(list_path="", columns=columns), document)
    except SourceDown:
        return
    assert all(row["code"] and row["label"] and "\x00" not in row["label"] for row in rows)


@pytest.mark.parametrize(
    ("url", "parameters", "address"),
    [
        ("https://a.fr/rues", {"ville": "Caen la mer"}, "https://a.fr/rues?ville=Caen+la+mer"),
        ("https://a.fr/rues?k=1#bas", {"v": "2"}, "https://a.fr/rues?k=1&v=2"),
        ("https://a.fr/{c}/rues", {"c": "../x?y", "d": "é"}, "https://a.fr/..%2Fx%3Fy/rues?d=%C3%A9"),
        ("https://a.fr/é b", {}, "https://a.fr/%C3%A9%20b"),
        ("https://a.fr/{c}/", {}, "https://a.fr//"),
    ],
)
def test_parameters_stand_in_the_address_or_in_its_query_and_cannot_leave_their_place(
    url, parameters, address
):
    assert address_with(url, parameters) == address
