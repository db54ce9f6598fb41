"""A repeated block, an end of the way and a rule of a page on the agent's sheet."""

from uuid import uuid4

import pytest

from parvis.cases.models import Case, Message
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.organisations.models import Role
from tests.documents.files import jpeg
from tests.factories.cases import Town
from tests.factories.definitions import school_meals
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db
MEALS = "accueil-periscolaire"
ADDRESS = f"/bureau/saisie/valmont/{MEALS}/"
CALL = {
    "saisie-voie": "counter",
    "saisie-repondre": "phone",
    "saisie-pourquoi": "",
    "lives_here": "yes",
    "guardian.first_name": "Aude",
    "guardian.last_name": "Vasseur",
    "guardian.phone": "06 12 34 56 78",
    "guardian_address.street": "12 rue des Lilas",
    "guardian_address.postcode": "76540",
    "guardian_address.city": "Valmont",
    "quotient": "800",
}
VISIBLE = (
    "lives_here,guardian,guardian_address,family_number,children,quotient,price_title,price_note,comment"
)
ROW = "first_name,last_name,born_on,school_class,canteen,allergy"


@pytest.fixture
def town(system):
    body = OrganisationFactory(name="Valmont", slug="valmont", municipality=True)
    team = TeamFactory(organisation=body, competent_for=[MEALS])
    agent = AgentFactory(organisation=body, with_role=Role.CASE_HANDLER, with_role__on=[team])
    return Town(
        body,
        team,
        agent,
        publish_version(version=import_definition(organisation=body, definition=school_meals())),
    )


def child(place, **changes):
    typed = {
        "_asked": ROW,
        "first_name": f"Enfant{place}",
        "last_name": "Vasseur",
        "born_on.day": "16",
        "born_on.month": "3",
        "born_on.year": "2019",
        "school_class": "elementary",
        "canteen": ["mon", "tue"],
        "allergy": "no",
        **changes,
    }
    return {f"children.{place}.{name}": value for name, value in typed.items()}


def post(desk, headers=None, **posted):
    data = {"saisie-cle": str(uuid4()), "saisie-recue_le": "2026-11-20", "_vues": VISIBLE, **CALL, **posted}
    return desk.post(ADDRESS, data, headers=headers or {})


def test_the_sheet_shows_the_rows_that_must_be_filled_and_what_is_known(desk, town):
    text = desk.get(ADDRESS).content.decode()
    assert 'name="children.0.first_name"' in text
    assert 'value="1200"' in text


def test_rows_are_added_and_removed_on_the_sheet(desk, town):
    added = post(desk, **child(0), add_item="children").content.decode()
    assert 'id="q-children-1" tabindex="-1" autofocus' in added
    assert "À corriger" not in added
    removed = post(desk, **child(0), **child(1), remove_item="children.0").content.decode()
    assert 'value="Enfant1"' in removed
    assert 'value="Enfant0"' not in removed


def test_the_script_gets_the_block_alone(desk, town):
    answer = post(desk, {"X-Rows": "1"}, **child(0), add_item="children")
    assert 'data-field="children"' in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_files_of_rows_follow_their_row(desk, town):
    from django.core.files.uploadedfile import SimpleUploadedFile

    asked = f"{ROW},allergy_details,care_plan"
    sick = child(1, _asked=asked, allergy="yes", allergy_details="Arachide")
    plan = SimpleUploadedFile("projet.jpg", jpeg(), content_type="image/jpeg")
    page = post(desk, **child(0), **sick, **{"children.1.care_plan": plan}, add_item="children")
    kept = page.context["hidden_fields"][2][1]
    page = post(desk, **child(0), **sick, **child(2), _fichiers=kept, remove_item="children.0")
    kept = page.context["hidden_fields"][2][1]
    first = child(0, _asked=asked, allergy="yes", allergy_details="Arachide", first_name="Enfant1")
    script = post(desk, {"X-Rows": "1"}, **first, _fichiers=kept, add_item="children")
    assert script.status_code == 204
    assert post(desk, **first, **child(1, first_name="Enfant2"), _fichiers=kept).status_code == 302
    case = Case.objects.get()
    assert case.answers["children"][0]["care_plan"][0]["name"] == "projet.jpg"
    assert case.attachments.count() == 1
    assert case.answers["week_price"] == 10


def test_a_rule_and_an_end_of_the_way_are_told_on_top_of_the_sheet(desk, town):
    answer = post(desk, **child(0, canteen=[]))
    assert answer.status_code == 422
    assert "Choisissez au moins un jour de cantine" in answer.content.decode()
    ended = post(desk, lives_here="no", **child(0))
    assert "réservée aux habitants" in ended.content.decode()
    assert Case.objects.count() == 0


def test_what_is_missing_in_a_row_waits_with_its_reason(desk, town):
    answer = post(
        desk, **child(0, first_name=""), **{"saisie-incomplet": "on", "saisie-pourquoi": "Pressée."}
    )
    assert answer.status_code == 302
    assert "Enfant 1, Prénom" in Message.objects.get(direction="note").text


def test_the_page_of_the_case_shows_each_row_under_its_name(desk, town):
    post(desk, **child(0), **child(1))
    text = desk.get(f"/bureau/demandes/{Case.objects.get().number}/").content.decode()
    assert '<h4 class="summary-group">Enfant 2</h4>' in text
    assert "Prix d’un repas" in text
