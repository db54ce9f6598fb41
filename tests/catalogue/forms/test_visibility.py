"""Which pages and questions are asked."""

from datetime import UTC, datetime

from parvis.catalogue.forms.engine import visibility
from parvis.common import clock
from tests.factories.catalogue import definition, field, form


def two_steps():
    return form(
        [field("yes_no", "owner"), field("text", "name", condition="owner == false")],
        [field("text", "phone", condition='name != ""')],
        [field("text", "end")],
    )


def test_only_questions_whose_condition_holds_are_asked():
    assert visibility(two_steps(), {}).questions == {"owner", "end"}
    assert visibility(two_steps(), {"owner": False}).questions == {"owner", "name", "end"}


def test_the_answer_of_a_question_no_longer_asked_decides_nothing():
    seen = visibility(two_steps(), {"owner": True, "name": "Aude"})
    assert "phone" not in seen.questions
    assert seen.values["name"] == ""


def test_a_page_without_a_question_is_skipped_both_ways():
    without = visibility(two_steps(), {"owner": True})
    assert [page.key for page in without.pages] == ["p1", "p3"]
    assert without.next_page("p1").key == "p3"
    assert without.previous_page("p3").key == "p1"
    assert without.next_page("p3") is None
    assert without.previous_page("p1") is None
    assert without.next_page("p2") is None


def test_a_page_has_its_own_condition():
    document = definition([field("number", "age")], [field("text", "work")])
    document["form"]["pages"][1]["condition"] = "age >= 18"
    from parvis.catalogue.forms.engine import compile_form

    adult = compile_form(document)
    assert [page.key for page in visibility(adult, {"age": 17}).pages] == ["p1"]
    assert [page.key for page in visibility(adult, {"age": 18}).pages] == ["p1", "p2"]
    assert [page.key for page in visibility(adult, {}).pages] == ["p1"]


def test_today_can_be_read():
    seasonal = form([field("text", "wood", condition='today < "2026-07-01"')])
    with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
        assert visibility(seasonal, {}).questions == {"wood"}
    with clock.standing_at(datetime(2026, 8, 1, tzinfo=UTC)):
        assert visibility(seasonal, {}).questions == frozenset()
