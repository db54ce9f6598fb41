"""Answers of a page, and all of them."""

import json

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.catalogue.forms.engine import check_all, check_page, page_widgets
from parvis.common.errors import Invalid, NotFound
from tests.factories.catalogue import field, form


def posted(text):
    return QueryDict(text)


def trees():
    return form(
        [
            field("number", "count", min=1),
            field("text", "species", required=False),
            field("yes_no", "owner"),
            field("text", "owner_name", condition="owner == false"),
        ],
        [
            field("date", "first"),
            field("date", "last", checks=[{"rule": "last >= first", "message": "Trop tôt."}]),
        ],
    )


def test_a_right_page_gives_its_answers_over_the_former_ones():
    checked = check_page(trees(), "p1", posted("count=2&species=&owner=yes"), {"first": "2026-01-01"})
    assert checked.is_complete
    assert checked.answers == {"first": "2026-01-01", "count": 2, "owner": True}


def test_each_wrong_question_has_its_sentence_and_keeps_what_was_typed():
    checked = check_page(trees(), "p1", posted("count=deux&owner=yes"), {"count": 3})
    assert list(checked.errors) == ["count"]
    assert "count" not in checked.answers
    widgets = page_widgets(trees(), "p1", {}, checked)
    assert widgets[0].context["value"] == "deux"
    assert widgets[0].context["errors"] == checked.errors["count"]


def test_a_required_question_left_blank_is_asked_again_unless_the_page_is_only_saved():
    assert set(check_page(trees(), "p1", posted("owner=yes"), {}).errors) == {"count"}
    assert check_page(trees(), "p1", posted("owner=yes"), {}, complete=False).errors == {}


def test_a_question_that_appears_is_shown_before_it_is_required():
    drawn = ["count", "species", "owner"]
    first = check_page(trees(), "p1", posted("count=1&owner=no"), {}, drawn=drawn)
    assert first.errors == {}
    assert first.appeared == ("owner_name",)
    assert not first.is_complete
    again = check_page(trees(), "p1", posted("count=1&owner=no"), {}, drawn=[*drawn, "owner_name"])
    assert set(again.errors) == {"owner_name"}


def test_an_answer_given_to_a_question_the_script_showed_is_taken():
    checked = check_page(
        trees(), "p1", posted("count=1&owner=no&owner_name=Aude"), {}, drawn=["count", "species", "owner"]
    )
    assert checked.is_complete
    assert checked.answers["owner_name"] == "Aude"


def test_a_question_that_was_not_drawn_keeps_its_former_answer():
    answers = {"owner": False, "owner_name": "Aude"}
    hidden = check_page(
        trees(), "p1", posted("count=1&owner=yes"), answers, drawn=["count", "species", "owner"]
    )
    assert hidden.answers["owner_name"] == "Aude"
    assert "owner_name" not in check_all(trees(), hidden.answers).answers


def test_what_is_wrong_in_a_hidden_question_is_no_fault():
    strange = form([field("yes_no", "has"), field("email", "mail", condition="has == true")])
    assert check_page(strange, "p1", posted("has=no&mail=nonsense"), {}).is_complete
    assert check_all(strange, {"has": False, "mail": "nonsense"}).errors == {}


def test_a_rule_across_answers_says_the_builders_sentence():
    page = "first.day=3&first.month=1&first.year=2026&last.day={}&last.month=1&last.year=2026"
    assert check_page(trees(), "p2", posted(page.format(2)), {}).errors == {"last": ["Trop tôt."]}
    assert check_page(trees(), "p2", posted(page.format(3)), {}).is_complete


def test_an_unknown_page_is_not_found():
    with pytest.raises(NotFound):
        check_page(trees(), "p9", posted(""), {})


def test_everything_is_checked_before_sending():
    checked = check_all(trees(), {"count": 0, "owner": False, "first": "2026-01-03", "last": "2026-01-01"})
    assert set(checked.errors) == {"count", "owner_name", "last"}
    assert checked.pages_at_fault == ("p1", "p2")
    with pytest.raises(Invalid) as refusal:
        checked.accepted()
    assert refusal.value.errors == checked.errors


def test_questions_no_longer_asked_and_unknown_keys_are_dropped_or_refused():
    answers = {"count": 1, "owner": True, "owner_name": "Aude", "first": "2026-01-01", "last": "2026-01-01"}
    dropped = check_all(trees(), answers | {"other": 1})
    assert dropped.accepted() == {key: answers[key] for key in ("count", "owner", "first", "last")}
    assert set(check_all(trees(), answers | {"other": 1}, strict=True).errors) == {"owner_name", "other"}


def test_an_agent_may_leave_required_questions_for_later_but_not_give_wrong_answers():
    assert check_all(trees(), {"count": 2}, complete=False).accepted() == {"count": 2}
    assert set(check_all(trees(), {"count": -2}, complete=False).errors) == {"count"}


def test_errors_of_parts_are_named_after_their_box():
    person = form([field("person", "who")])
    checked = check_page(person, "p1", posted("who.first_name=Aude&who.email=nonsense"), {})
    assert set(checked.errors) == {"who.last_name", "who.email"}
    group = page_widgets(person, "p1", {}, checked)[0].context
    boxes = {widget.context["name"]: widget.context for widget in group["widgets"]}
    assert boxes["who.email"]["errors"]
    assert boxes["who.email"]["value"] == "nonsense"
    assert boxes["who.first_name"]["value"] == "Aude"


def test_files_are_kept_by_the_page_and_removed_by_their_button():
    files = form([field("file", "plan")])
    kept = [
        {
            "id": f"019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2{n}",
            "name": "a.pdf",
            "size": 5,
            "type": "application/pdf",
        }
        for n in range(2)
    ]
    checked = check_page(files, "p1", posted("plan=forged&remove_file=" + kept[0]["id"]), {"plan": kept})
    assert checked.answers["plan"] == kept[1:]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["count", "owner", "owner_name", "first", "last", "x"]),
        st.text() | st.integers() | st.booleans(),
    )
)
def test_whatever_the_answers_checking_never_fails_and_accepts_what_it_accepted(answers):
    checked = check_all(trees(), answers)
    json.dumps(checked.answers).encode()
    again = check_all(trees(), checked.answers, complete=False, strict=True)
    assert again.answers == checked.answers
