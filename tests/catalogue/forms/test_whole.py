"""A whole procedure with everything a definition may hold: blocks, computed values, exits, recalled texts, prefills."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from parvis.catalogue.forms.engine import (
    Context,
    check_all,
    check_page,
    compile_form,
    first_typed,
    page_widgets,
    present,
    subject,
    visibility,
    way_out,
)
from parvis.catalogue.forms.lint import errors, lint
from tests.factories.definitions import school_meals

pytestmark = pytest.mark.django_db  # an address is looked for in the national file

PERSON = {
    "civility": "",
    "first_name": "Aude",
    "last_name": "Vasseur",
    "email": "aude@exemple.fr",
    "phone": "+33612345678",
}
ADDRESS = {
    "street": "12 rue des Lilas",
    "complement": "",
    "postcode": "14000",
    "city": "Caen",
    "country": "",
}
CHILD = {
    "first_name": "Loïc",
    "last_name": "Vasseur",
    "born_on": "2019-03-16",
    "school_class": "elementary",
    "canteen": ["mon", "tue"],
    "allergy": False,
}
ANSWERS = {
    "lives_here": True,
    "guardian": PERSON,
    "guardian_address": ADDRESS,
    "children": [CHILD, {**CHILD, "first_name": "Maël", "canteen": ["mon"]}],
    "quotient": 800,
}


@pytest.fixture(scope="module")
def meals():
    return compile_form(school_meals())


def posted(text):
    return QueryDict(text)


def test_it_is_a_right_definition():
    assert errors(lint(school_meals())) == {}


def test_what_is_computed_is_kept_with_the_answers_row_by_row(meals):
    answers = check_all(meals, ANSWERS).accepted()
    assert [child["meals"] for child in answers["children"]] == [2, 1]
    assert (answers["meals"], answers["meal_price"], answers["week_price"]) == (3, 2.5, 7.5)
    assert subject(meals, answers) == "Cantine : Vasseur, 2 enfant(s)"


def test_what_is_computed_is_never_taken_from_who_sends_it(meals):
    forged = {**ANSWERS, "week_price": 0.01, "children": [{**CHILD, "meals": 90}]}
    answers = check_all(meals, forged, strict=True).accepted()
    assert (answers["week_price"], answers["children"][0]["meals"]) == (5, 2)


def test_what_is_frozen_keeps_its_first_result(meals):
    assert check_all(meals, {**ANSWERS, "asked_on": "2020-01-01"}).answers["asked_on"] == "2020-01-01"


def test_a_case_shows_what_was_accepted_whatever_day_it_is(meals):
    answers = check_all(meals, ANSWERS).accepted()
    old = {**answers, "children": [{**answers["children"][0], "age": 3}], "guardian": None}
    rows = {row.key: row.text for section in present(meals, old, settled=True) for row in section.rows}
    assert rows["children.0.age"] == "3"


def test_texts_recall_what_was_answered(meals):
    seen = visibility(meals, ANSWERS)
    assert seen.pages[1].description == "Ajoutez un enfant par personne à inscrire, Aude."
    assert seen.asked["children.1.canteen"].question.label == "Jours de cantine de Maël"
    note = next(
        widget for widget in page_widgets(meals, "tarif", ANSWERS) if widget.context["name"] == "price_note"
    )
    assert "3 repas par semaine pour 2 enfant(s), au prix de 2,5" in strip_tags(note.context["html"])


def test_an_answer_recalled_cannot_make_a_link_or_a_script(meals):
    hostile = {**ANSWERS, "children": [{**CHILD, "first_name": "[x](https://mal.invalid)<script>"}]}
    label = visibility(meals, hostile).asked["children.0.canteen"].question.label
    assert "](" not in label


def test_the_person_is_read_again_what_the_builder_wants_and_no_more(meals):
    answers = check_all(meals, {**ANSWERS, "comment": "Merci", "quotient": 200}).answers
    keys = {row.key for section in present(meals, answers, reviewed=True) for row in section.rows}
    assert "week_price" in keys
    assert keys.isdisjoint({"comment", "meal_price", "children.0.meals", "origin"})


def test_an_end_of_the_way_is_told_and_nothing_can_be_sent(meals):
    checked = check_page(meals, "foyer", posted("lives_here=no"), {})
    assert checked.is_right
    assert not checked.is_complete
    assert checked.exit.title.startswith("Cette inscription est réservée")
    whole = check_all(meals, {"lives_here": False})
    assert (whole.exit, whole.is_right) == ("foyer", False)
    assert way_out(meals, "foyer", {"lives_here": False}).link[0] == "Trouver ma mairie"
    assert way_out(meals, "foyer", {"lives_here": True}) is None


def test_a_rule_of_the_page_keeps_one_on_it_and_says_why(meals):
    answers = {**ANSWERS, "children": [{**CHILD, "canteen": []}]}
    checked = check_all(meals, answers)
    assert checked.broken == {"enfants": ("Choisissez au moins un jour de cantine pour un enfant.",)}
    assert "enfants" in checked.pages_at_fault


def test_a_rule_that_cannot_be_evaluated_is_not_broken(meals):
    assert check_all(meals, {"lives_here": True}).broken == {}
    empty = check_page(meals, "enfants", posted("children.0.first_name=Loïc"), ANSWERS)
    assert empty.broken == ()


def test_what_a_signed_link_says_is_an_answer_that_nobody_changes(meals):
    context = Context(known={"link": {"allocataire": "1234567"}, "address": {"origine": "lettre"}})
    answers = {"lives_here": True, "guardian": PERSON, "guardian_address": ADDRESS}
    checked = check_page(
        meals, "foyer", posted("lives_here=yes&family_number=7654321"), answers, context=context
    )
    assert (checked.answers["family_number"], checked.answers["origin"]) == ("1234567", "lettre")
    drawn = {
        widget.context["name"]: widget for widget in page_widgets(meals, "foyer", answers, context=context)
    }
    assert drawn["family_number"].template == "fields/fixed.html"
    assert drawn["family_number"].context["value"] == "1234567"


def test_what_a_link_says_that_is_no_answer_is_set_aside(meals):
    context = Context(known={"link": {"allocataire": {"a": 1}}})
    assert (
        "family_number"
        not in check_page(meals, "foyer", posted("lives_here=yes"), {}, context=context).answers
    )


def test_a_page_shown_first_has_what_is_known_and_the_defaults(meals):
    context = Context(person={"first_name": "Aude", "last_name": "Vasseur"}, signed_in=True)
    typed = first_typed(meals, meals.page("foyer"), {}, context)
    assert typed["guardian"]["first_name"] == "Aude"
    assert first_typed(meals, meals.page("tarif"), {}, context) == {"quotient": "1200"}
    rows = first_typed(meals, meals.page("enfants"), ANSWERS | {"children": None}, context)["children"]
    assert rows[0]["last_name"] == "Vasseur"
    added = check_page(
        meals, "enfants", posted("add_item=children&children.0._asked=first_name"), ANSWERS, complete=False
    )
    assert added.answers["children"][1]["last_name"] == "Vasseur"


def test_the_answers_of_agents_read_those_of_the_person(meals):
    agents = compile_form(school_meals(), part="agent_form")
    given = check_all(meals, ANSWERS).accepted()
    checked = check_all(agents, {**given, "rate": "reduced", "reduced_price": 0.5})
    assert checked.accepted() == {"rate": "reduced", "reduced_price": 0.5, "week_kept": 1.5}


def test_it_speaks_another_language_as_far_as_it_is_translated():
    english = compile_form(school_meals(), "en")
    block = english.by_key["children"]
    assert (block.children[0].label, block.children[1].label) == ("First name", "Nom")
    widget = page_widgets(english, "enfants", {})[0]
    assert widget.context["add_label"] == "Add a child"


def test_conditions_read_where_and_for_whom_the_form_is_filled():
    definition = school_meals()
    page = definition["form"]["pages"][0]
    page["fields"].append(
        {
            "key": "desk",
            "type": "text",
            "label": "Guichet",
            "condition": 'channel == "counter" && person.city == "Caen" && signed_in',
        }
    )
    form, context = compile_form(definition), Context("counter", True, {"city": "Caen"})
    assert "desk" in visibility(form, {}, context).asked
    assert "desk" not in visibility(form, {}, replace(context, channel="web")).asked
    assert "person" in form.reads
