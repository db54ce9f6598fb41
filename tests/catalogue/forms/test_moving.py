"""Answers carried from one version of a form to another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.catalogue.forms.engine import check_all
from parvis.catalogue.forms.moving import Fate, carry
from tests.factories.catalogue import field, form

PLACES = [{"value": "north", "label": "Quartier nord"}, {"value": "south", "label": "Quartier sud"}]


def fates(before, after, answers):
    move = carry(before, after, answers)
    return {one.name: one.fate for one in move.carried}, move


def one(kind, key="a", **options):
    return form([field(kind, key, required=False, **options)])


def test_what_the_new_question_accepts_is_kept_as_it_is():
    said, move = fates(one("text"), one("text", max_length=50), {"a": "Chêne"})
    assert (said, move.answers) == ({"a": Fate.KEPT}, {"a": "Chêne"})


@pytest.mark.parametrize(
    ("before", "after", "value", "becomes"),
    [
        (one("number"), one("text"), 12, "12"),
        (one("text"), one("number"), "12", 12),
        (one("text"), one("long_text"), "Chêne", "Chêne"),
        (one("text"), one("choice", options=PLACES), "Quartier nord", "north"),
        (one("choice", options=PLACES), one("text"), "north", "Quartier nord"),
        (one("choice", options=PLACES), one("multiple_choice", options=PLACES), "north", ["north"]),
        (one("multiple_choice", options=PLACES), one("choice", options=PLACES), ["south"], "south"),
        (
            one("choice", options=PLACES),
            one("choice", options=[{"value": "n", "label": "Quartier nord"}]),
            "north",
            "n",
        ),
        (one("text"), one("date"), "2026-03-16", "2026-03-16"),
        (one("yes_no"), one("text"), True, "oui"),
    ],
)
def test_what_it_accepts_in_other_words_is_converted(before, after, value, becomes):
    said, move = fates(before, after, {"a": value})
    assert move.answers == {"a": becomes}
    assert said == {"a": Fate.KEPT if value == becomes else Fate.CONVERTED}


@pytest.mark.parametrize(
    ("after", "value"),
    [(one("number"), "beaucoup"), (one("choice", options=PLACES), "Ailleurs"), (one("text", "b"), "x")],
)
def test_what_it_does_not_accept_is_lost_and_said_why(after, value):
    said, move = fates(one("text"), after, {"a": value})
    assert said == {"a": Fate.LOST}
    assert (move.answers, move.carried[0].was) == ({}, value)
    assert move.carried[0].why


def test_what_is_no_longer_asked_in_this_case_is_lost():
    before = form([field("yes_no", "dog"), field("text", "name", required=False)])
    after = form([field("yes_no", "dog"), field("text", "name", condition="dog == true")])
    said, move = fates(before, after, {"dog": False, "name": "Rex"})
    assert (said["name"], move.answers) == (Fate.LOST, {"dog": False})


def test_what_remains_to_answer_is_told_by_its_label():
    after = form([field("text", "a"), field("text", "b", label="Votre rue")])
    assert carry(one("text"), after, {"a": "x"}).missing == ("Votre rue",)


def block(*fields, **repeat):
    extra = {"repeat": repeat} if repeat else {}
    return form([field("block", "rows", fields=list(fields), required=False, **extra)])


def test_rows_are_carried_question_by_question():
    before = block(field("text", "name"), field("text", "age", required=False), max=5)
    after = block(field("text", "name"), field("number", "age", required=False), max=5)
    said, move = fates(before, after, {"rows": [{"name": "A", "age": "3"}, {"name": "B", "age": "?"}]})
    assert move.answers == {"rows": [{"name": "A", "age": 3}, {"name": "B"}]}
    assert said == {
        "rows.0.name": Fate.KEPT,
        "rows.0.age": Fate.CONVERTED,
        "rows.1.name": Fate.KEPT,
        "rows.1.age": Fate.LOST,
    }


def test_a_block_that_becomes_repeated_keeps_its_row_and_one_that_no_longer_is_its_first():
    single, several = block(field("text", "name")), block(field("text", "name"), max=5)
    said, move = fates(single, several, {"rows": {"name": "A"}})
    assert (move.answers, set(said.values())) == ({"rows": [{"name": "A"}]}, {Fate.KEPT})
    said, move = fates(several, single, {"rows": [{"name": "A"}, {"name": "B"}]})
    assert move.answers == {"rows": {"name": "A"}}
    assert said == {"rows.0.name": Fate.KEPT, "rows.1.name": Fate.LOST}


def test_what_is_computed_is_computed_again_and_is_nobodys_answer():
    before = form([field("number", "n"), field("computed", "double", value="n * 2")])
    after = form([field("number", "n"), field("computed", "double", value="n * 20")])
    said, move = fates(before, after, {"n": 2, "double": 4})
    assert (said, move.answers) == ({"n": Fate.KEPT}, {"n": 2, "double": 40})


KINDS = [
    ("text", {}),
    ("number", {}),
    ("date", {}),
    ("yes_no", {}),
    ("email", {}),
    ("choice", {"options": PLACES}),
    ("multiple_choice", {"options": PLACES}),
]
kinds = st.sampled_from(KINDS)
values = st.sampled_from(
    ["12", "north", "Quartier sud", "a@b.fr", "2026-03-16", 7, True, ["north"], ["north", "south"]]
)


@given(kinds, kinds, values)
@settings(max_examples=200, deadline=None)
def test_every_answer_has_one_fate_and_what_is_moved_is_accepted(old, new, value):
    before, after = (one(kind, **options) for kind, options in (old, new))
    answers = check_all(before, {"a": value}).answers
    move = carry(before, after, answers)
    assert [carried.name for carried in move.carried] == list(answers)
    assert check_all(after, move.answers).accepted() == move.answers
    assert (move.carried[0].fate == Fate.LOST) is (move.answers == {}) if answers else True
