"""The personal space: one's own, whole, and nobody else's."""

from datetime import timedelta

import pytest

from parvis.cases.models import Case
from parvis.cases.services.messages import answer_person
from parvis.cases.services.pieces import ask_for_pieces
from parvis.common import clock
from parvis.people.services.persons import PersonDetails, record_person
from tests.portal.conftest import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/mon-espace/", "/mon-espace/profil/"])
def test_a_stranger_is_led_to_sign_in_and_back(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/mon-espace/connexion/?suite=%2Fmon-espace%2F" in answer["Location"]


def test_an_empty_space_says_what_will_be_there(signed_in):
    text = signed_in.client.get("/mon-espace/").content.decode()
    assert "Aucune demande en cours" in text


def test_drafts_and_demands_of_the_person_are_there(signed_in, system):
    signed_in.begin()
    assert "À terminer" in signed_in.client.get("/mon-espace/").content.decode()
    signed_in.fill_all().send()
    case = Case.objects.get()
    text = signed_in.client.get("/mon-espace/").content.decode()
    assert f"/suivi/{case.number}/" in text
    assert "À terminer" not in text
    assert signed_in.client.get(f"/suivi/{case.number}/").status_code == 200


def test_what_the_service_wrote_last_and_the_pieces_it_awaits_stand_out(signed_in, town, system):
    signed_in.begin().fill_all().send()
    case = Case.objects.get()
    with town.acting():
        answer_person(case_id=case.pk, text="Pouvez-vous préciser ?", by=town.session())
        ask_for_pieces(
            case_id=case.pk,
            labels=["Un plan"],
            due_on=clock.today() + timedelta(days=15),
            text="",
            by=town.session(),
        )
    text = signed_in.client.get("/mon-espace/").content.decode()
    assert "Nous vous avons écrit le" in text
    assert "Nous attendons des pièces" in text
    signed_in.client.post(f"/suivi/{case.number}/ecrire/", {"text": "Voilà."})
    assert "Nous vous avons écrit le" not in signed_in.client.get("/mon-espace/").content.decode()


def test_what_the_profile_knows_is_not_asked_twice(signed_in):
    text = signed_in.begin().client.get(signed_in.page("vous")).content.decode()
    assert 'value="Aude"' in text
    assert 'value="aude@exemple.fr"' in text


def test_nobody_sees_the_demands_of_another(signed_in, new_visitor, system):
    signed_in.begin().fill_all().send()
    case = Case.objects.get()
    other = new_visitor().client
    sign_in(other, record_person(details=PersonDetails(email="autre@exemple.fr")))
    assert case.number not in other.get("/mon-espace/").content.decode()
    assert other.get(f"/suivi/{case.number}/").status_code == 302


def test_the_profile_is_changed_and_the_consent_dated_and_taken_back(signed_in, aude):
    posted = {
        "first_name": "Aude",
        "last_name": "Vasseur-Roy",
        "email": "aude@exemple.fr",
        "phone": "",
        "postal_address": "12 rue des Lilas\n76540 Valmont",
        "preferred_channel": "post",
        "consent": "yes",
    }
    assert signed_in.client.post("/mon-espace/profil/", posted).status_code == 302
    aude.refresh_from_db()
    assert (aude.last_name, aude.preferred_channel) == ("Vasseur-Roy", "post")
    first = aude.electronic_consent_at
    assert first is not None
    signed_in.client.post("/mon-espace/profil/", posted)
    aude.refresh_from_db()
    assert aude.electronic_consent_at == first
    assert "vous avez donné votre accord le" in signed_in.client.get("/mon-espace/profil/").content.decode()
    signed_in.client.post("/mon-espace/profil/", {**posted, "consent": ""})
    aude.refresh_from_db()
    assert aude.electronic_consent_at is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "aude"}, "adresse e-mail complète"),
        ({"preferred_channel": "phone", "phone": ""}, "Donnez un numéro"),
        ({"preferred_channel": "post", "postal_address": ""}, "Donnez une adresse"),
        ({"preferred_channel": "pigeon"}, "réponse de la liste"),
        ({"first_name": "A" * 200}, "100 caractères"),
    ],
)
def test_a_wrong_profile_is_refused_in_words_and_kept_as_typed(signed_in, aude, change, said):
    posted = {"first_name": "Odette", "email": "a@exemple.fr", "preferred_channel": "email", **change}
    answer = signed_in.client.post("/mon-espace/profil/", posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    aude.refresh_from_db()
    assert aude.first_name == "Aude"
