"""Changes between two states of a document, made and taken back."""

from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.composition.patches import applied, differences, inverted, same

scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab", max_size=2)
elements = st.fixed_dictionaries({"key": st.sampled_from("abcd")}, optional={"label": scalars, "on": scalars})
documents = st.recursive(
    scalars | elements,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from("pqrs"), inner, max_size=4),
    max_leaves=12,
)


@given(documents, documents)
def test_changes_lead_from_one_state_to_the_other_and_back(before, after):
    changes = differences(before, after)
    assert same(applied(before, changes), after)
    assert same(applied(after, inverted(changes)), before)


@given(documents)
def test_nothing_changed_is_no_change(document):
    assert differences(document, document) == []


@given(documents, documents)
def test_the_document_given_is_left_as_it_was(before, after):
    kept = applied(before, [])
    applied(before, differences(before, after))
    assert same(before, kept)


def test_true_is_not_one():
    assert differences({"required": 1}, {"required": True}) == [{"at": ["required"], "was": 1, "is": True}]


def test_one_field_changed_among_many_keeps_that_field_only():
    before = [{"key": str(number), "label": "x"} for number in range(150)]
    after = [{**one, "label": "y"} if one["key"] == "70" else one for one in before]
    assert differences(before, after) == [{"at": [70, "label"], "was": "x", "is": "y"}]


def test_two_fields_changed_in_place_keep_what_changed_in_each():
    before = [{"key": str(number), "label": "x"} for number in range(9)]
    after = [{**one, "label": "y"} if one["key"] in {"2", "6"} else one for one in before]
    assert [change["at"] for change in differences(before, after)] == [[2, "label"], [6, "label"]]


def test_a_field_moved_keeps_the_run_it_crosses():
    before = [{"key": str(number)} for number in range(9)]
    after = [*before[:2], *before[3:5], before[2], *before[5:]]
    [change] = differences(before, after)
    assert (change["from"], len(change["was"]), len(change["is"])) == (2, 3, 3)
