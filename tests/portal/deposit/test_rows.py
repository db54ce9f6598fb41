"""Filling a repeated block, an exit and computed values, with a browser without JavaScript."""

import pytest

from parvis.cases.models import Case, Draft
from parvis.catalogue.services.links import sign_link
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common.errors import Invalid
from tests.factories.definitions import school_meals
from tests.portal.conftest import Visitor, photo

pytestmark = pytest.mark.django_db
MEALS = "accueil-periscolaire"
HOME = {
    "_drawn": "lives_here,guardian,guardian_address,family_number",
    "lives_here": "yes",
    "guardian.first_name": "Aude",
    "guardian.last_name": "Vasseur",
    "guardian.email": "aude@exemple.fr",
    "guardian.phone": "06 12 34 56 78",
    "guardian_address.street": "12 rue des Lilas",
    "guardian_address.postcode": "76540",
    "guardian_address.city": "Valmont",
}


def child(place, **changes):
    typed = {
        "_asked": "first_name,last_name,born_on,school_class,canteen,allergy",
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


@pytest.fixture
def version(town):
    town.team.competences.create(organisation=town.body, procedure_code=MEALS, territory=town.body.territory)
    return publish_version(version=import_definition(organisation=town.body, definition=school_meals()))


@pytest.fixture
def parent(client, version) -> Visitor:
    return Visitor(client).begin(code=MEALS)


def post(parent, page, **posted):
    return parent.client.post(parent.page(page), posted)


def draft():
    return Draft.objects.get()


def test_a_row_is_added_by_a_button_and_the_reader_is_put_on_it(parent):
    post(parent, "foyer", **HOME)
    answer = post(parent, "enfants", **child(0, **{"born_on.year": "hier"}), add_item="children")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="q-children-1" tabindex="-1" autofocus' in text
    assert 'value="hier"' in text
    assert 'value="Enfant0"' in text
    assert "À corriger" not in text
    again = parent.client.get(parent.page("enfants")).content.decode()
    assert 'value="hier"' in again
    assert "Enfant 2" in again


def test_a_row_is_removed_by_its_button_and_its_files_with_it(parent):
    post(parent, "foyer", **HOME)
    asked = "first_name,last_name,born_on,school_class,canteen,allergy,allergy_details,care_plan"
    sick = {"_asked": asked, "allergy": "yes", "allergy_details": "Arachide", "care_plan": photo()}
    post(parent, "enfants", **child(0), **child(1, **sick), add_item="children")
    assert draft().attachments.count() == 1
    kept = {"_asked": asked, "allergy": "yes", "allergy_details": "Arachide"}
    answer = post(parent, "enfants", **child(0), **child(1, **kept), **child(2), remove_item="children.1")
    assert [row["first_name"] for row in draft().answers["children"]] == ["Enfant0", "Enfant2"]
    assert draft().attachments.count() == 0
    assert 'id="q-children-1" tabindex="-1" autofocus' in answer.content.decode()


def test_with_the_script_only_the_block_is_drawn_again(parent):
    post(parent, "foyer", **HOME)
    answer = parent.client.post(
        parent.page("enfants"), {**child(0), "add_item": "children"}, headers={"X-Rows": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<form" not in text
    assert 'data-field="children"' in text
    assert 'name="children.1.first_name"' in text


def test_what_is_wrong_in_a_row_is_said_with_its_row(parent):
    post(parent, "foyer", **HOME)
    answer = post(parent, "enfants", **child(0), **child(1, first_name="", school_class=""))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Enfant 2 : Prénom : Répondez à cette question." in text
    assert 'href="#q-children-1-first_name"' in text


def test_a_rule_of_the_page_is_said_on_top_of_it(parent):
    post(parent, "foyer", **HOME)
    answer = post(parent, "enfants", **child(0, canteen=[]))
    assert answer.status_code == 422
    assert "Choisissez au moins un jour de cantine" in answer.content.decode()
    review = parent.client.get(f"{parent.address}verification/").content.decode()
    assert "etape/enfants/?a-corriger" in review
    shown = parent.client.get(f"{parent.page('enfants')}?a-corriger")
    assert "Choisissez au moins un jour de cantine" in shown.content.decode()


def test_an_end_of_the_way_tells_where_to_go_and_leads_back(parent):
    answer = post(parent, "foyer", lives_here="no")
    assert answer["Location"] == f"{parent.page('foyer')}sortie/"
    text = parent.client.get(answer["Location"]).content.decode()
    assert "réservée aux habitants" in text
    assert "Trouver ma mairie" in text
    assert f'href="{parent.page("foyer")}"' in text
    review = parent.client.get(f"{parent.address}verification/").content.decode()
    assert "Envoyer ma demande" not in review
    post(parent, "foyer", **HOME)
    assert parent.client.get(answer["Location"])["Location"] == parent.page("foyer")


def test_prices_are_computed_and_recalled_then_sent_with_the_demand(parent):
    post(parent, "foyer", **HOME)
    page = parent.client.get(parent.page("enfants")).content.decode()
    assert "Ajoutez un enfant par personne à inscrire, Aude." in page
    assert 'value="Vasseur"' in page  # known from the page before
    post(parent, "enfants", **child(0), **child(1, canteen=["mon"]))
    assert 'value="1200"' in parent.client.get(parent.page("tarif")).content.decode()
    assert post(parent, "tarif", quotient="800")["Location"].endswith("verification/")
    review = parent.client.get(f"{parent.address}verification/").content.decode()
    assert '<h3 class="summary-group">Enfant 2</h3>' in review
    assert "Prix par semaine" in review
    assert "Repas par semaine" not in review
    assert parent.client.post(f"{parent.address}verification/").status_code == 302
    case = Case.objects.get()
    assert (case.answers["week_price"], case.subject) == (7.5, "Cantine : Vasseur, 2 enfant(s)")
    assert case.due_on is not None


def test_a_signed_link_and_an_address_are_known_and_kept_by_the_draft(client, version):
    token = sign_link(version=version, claims={"allocataire": "1234567"}, days=3)
    address = f"/valmont/demarches/{MEALS}/?origine=lettre&lien={token}"
    assert "n’est plus valable" not in client.get(address).content.decode()
    parent = Visitor(client)
    parent.address = client.post(address)["Location"].partition("etape/")[0]
    post(parent, "foyer", **HOME, family_number="7654321")
    assert (draft().answers["family_number"], draft().answers["origin"]) == ("1234567", "lettre")
    text = client.get(parent.page("foyer")).content.decode()
    assert "déjà connue" in text
    assert 'name="family_number"' not in text


def test_a_link_of_elsewhere_says_nothing_and_that_is_told(client, version):
    text = client.get(f"/valmont/demarches/{MEALS}/?lien=forge").content.decode()
    assert "Ce lien n’est plus valable" in text
    with pytest.raises(Invalid):
        sign_link(version=version, claims={"inconnu": 1})
