"""Repeated blocks, computed values, rules of pages and signed links over the API."""

import pytest
from jsonschema import Draft202012Validator

from parvis.cases.models import Case
from parvis.catalogue.services.publication import import_definition, publish_version
from tests.factories.api import make_caller
from tests.factories.definitions import school_meals
from tests.portal.conftest import photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
MEALS = "accueil-periscolaire"
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
    "guardian": {
        "first_name": "Aude",
        "last_name": "Vasseur",
        "email": "a@exemple.fr",
        "phone": "0612345678",
    },
    "guardian_address": {"street": "12 rue des Lilas", "postcode": "14000", "city": "Caen"},
    "children": [CHILD],
    "quotient": 800,
}


@pytest.fixture
def caller():
    caller = make_caller(code=MEALS)
    publish_version(version=import_definition(organisation=caller.body, definition=school_meals()))
    return caller


def lodge(caller, **changes):
    return caller.post("/cases", {"procedure": MEALS, "answers": {**ANSWERS, **changes}})


def test_rows_are_lodged_with_their_files_and_what_is_computed(caller):
    file = caller.send_file(photo("projet.jpg")).json()
    sick = {**CHILD, "allergy": True, "allergy_details": "Arachide", "care_plan": [file]}
    answer = lodge(caller, children=[CHILD, sick])
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert [child["meals"] for child in told["answers"]["children"]] == [2, 2]
    assert told["answers"]["week_price"] == 10
    assert [one["id"] for one in told["files"]] == [file["id"]]
    assert Case.objects.get().attachments.count() == 1


def test_what_is_wrong_in_a_row_is_named_by_its_place(caller):
    errors = lodge(caller, children=[CHILD, {**CHILD, "first_name": "", "unknown": 1}]).json()["errors"]
    assert set(errors) == {"answers.children.1.first_name", "answers.children.1.unknown"}


def test_the_rules_of_pages_and_the_ends_of_the_way_refuse_too(caller):
    errors = lodge(caller, children=[{**CHILD, "canteen": []}]).json()["errors"]
    assert errors == {"answers": ["Choisissez au moins un jour de cantine pour un enfant."]}
    answer = caller.post("/cases", {"procedure": MEALS, "answers": {"lives_here": False}})
    assert "réservée aux habitants" in answer.json()["errors"]["answers"][0]


def test_the_schema_accepts_rows(caller):
    schema = caller.get(f"/procedures/{MEALS}/schema").json()
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(ANSWERS)
    assert not Draft202012Validator(schema).is_valid({**ANSWERS, "children": [{"first_name": "x"}]})


def test_a_link_is_signed_for_what_the_procedure_reads(caller):
    answer = caller.post(f"/procedures/{MEALS}/links", {"claims": {"allocataire": "1234567"}, "days": 10})
    assert answer.status_code == 201
    address = answer.json()["address"]
    assert f"/{caller.body.slug}/demarches/{MEALS}/?lien=" in address
    page = caller.client.get(address.removeprefix("http://testserver"))
    assert "n’est plus valable" not in page.content.decode()
    refused = caller.post(f"/procedures/{MEALS}/links", {"claims": {"gone": "1"}})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"gone"})
