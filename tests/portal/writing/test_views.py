"""A contact form as a resident meets it, without an account and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.cases.models import Case, IntakeChannel, QualificationRule
from parvis.common import actor, clock
from parvis.documents.models import StoredFile
from parvis.documents.services.forget import forget_files
from parvis.people.services.persons import PersonDetails, record_person
from tests.documents.files import jpeg
from tests.factories.cases import make_town
from tests.factories.contact_forms import a_contact_form
from tests.harness.jobs import run_all

pytestmark = pytest.mark.django_db
TYPED = {
    "sujet": "Taille d’un arbre",
    "message": "Un tilleul pousse sur le trottoir.\nLes poussettes ne passent plus.",
    "nom": "Aude Vasseur",
    "reponse": "email",
    "email": "aude@exemple.invalid",
    "telephone": "",
    "adresse": "",
}


@pytest.fixture
def town(system):
    return make_town(slug="valmont")


@pytest.fixture
def form(town):
    return a_contact_form(
        town, code="valmont-arbres", topics=["Taille d’un arbre", "Arbre tombé"], thanks="Un agent passe."
    )


def text_of(page):
    return page.content.decode().replace("\u00a0", " ")


def ticket_in(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.content.decode())[1]


def kept_in(page):
    return re.search(r'name="fichiers_gardes" value="([^"]*)"', page.content.decode())[1]


def draw(client, form, **query):
    """Open the form a minute ago, as one who takes the time to write."""
    with clock.standing_at(clock.now() - timedelta(minutes=1)):
        page = client.get(f"/ecrire/{form.code}/", query)
    return {"ticket": ticket_in(page)}


def send(client, form, **typed):
    return client.post(f"/ecrire/{form.code}/", {**TYPED, **typed})


def the_case():
    with actor.acting_as(actor.for_system("tests")):
        return Case.objects.select_related("person", "team").get()


def test_a_message_is_a_demand_of_the_service_under_its_rules_with_what_was_said_of_the_answer(
    client, town, form
):
    with actor.acting_as(actor.for_system("tests")):
        QualificationRule.objects.create(
            organisation=town.body, name="Trottoir", words=["trottoir"], tags=["accessibilité"]
        )
    photo = SimpleUploadedFile("tilleul.jpg", jpeg(), content_type="image/jpeg")
    answer = send(client, form, **draw(client, form), fichiers=photo)
    said = text_of(client.get(answer["Location"]))
    run_all()
    case = the_case()
    assert (case.channel, case.team, case.person.email) == (
        IntakeChannel.WEB,
        town.team,
        "aude@exemple.invalid",
    )
    assert case.subject == "Taille d’un arbre – Un tilleul pousse sur le trottoir."
    assert "Un agent passe." in said
    assert case.track["tags"] == {"all": ["accessibilité"]}
    with actor.acting_as(actor.for_system("tests")):
        assert case.original["text"] == TYPED["message"]
        assert case.journal.get(kind="received").facts["said"] == {"preferred": "email", "consents": False}
        assert case.attachments.get().file.name == "tilleul.jpg"
        assert forget_files(files=[case.attachments.get().file_id]) == 0


def test_pressed_twice_it_is_one_demand(client, form):
    drawn = draw(client, form)
    assert send(client, form, **drawn)["Location"] == send(client, form, **drawn)["Location"]
    assert the_case()


@pytest.mark.parametrize("robot", ["at once", "without ticket", "fills everything"])
def test_what_looks_like_a_robot_presses_again_and_loses_nothing(client, form, robot):
    drawn = {} if robot == "without ticket" else draw(client, form)
    if robot == "at once":
        drawn = {"ticket": ticket_in(client.get(f"/ecrire/{form.code}/"))}
    trap = {"site_web": "https://spam.invalid"} if robot == "fills everything" else {}
    page = send(client, form, **drawn, **trap)
    assert page.status_code == 422
    assert "Appuyez encore une fois" in text_of(page)
    assert "Les poussettes ne passent plus." in text_of(page)

    again = {"ticket": ticket_in(page)}
    assert send(client, form, **again, **trap).status_code == (422 if trap else 302)


def test_an_error_costs_neither_words_nor_files_and_a_file_can_be_taken_away(client, form):
    files = [SimpleUploadedFile(f"{one}.jpg", jpeg(), content_type="image/jpeg") for one in ("un", "deux")]
    page = send(client, form, **draw(client, form), email="", fichiers=files)
    assert page.status_code == 422
    assert "Indiquez votre adresse e-mail" in text_of(page)
    assert "un.jpg" in text_of(page)
    with actor.acting_as(actor.for_system("tests")):
        first = StoredFile.objects.get(name="un.jpg")
    without = send(client, form, fichiers_gardes=kept_in(page), retirer_fichier=str(first.pk))
    assert "deux.jpg" in text_of(without)
    assert "un.jpg" not in text_of(without)
    assert "Les poussettes ne passent plus." in text_of(without)
    with actor.acting_as(actor.for_system("tests")):  # what is never sent goes, by a job of two days later
        assert forget_files(files=[first.pk]) == 1

    send(client, form, **draw(client, form), fichiers_gardes=kept_in(without))
    with actor.acting_as(actor.for_system("tests")):
        assert [one.file.name for one in the_case().attachments.select_related("file")] == ["deux.jpg"]


def test_the_way_of_answering_asks_for_what_it_needs_and_for_nothing_else(client, form):
    drawn = draw(client, form)
    assert "nous vous appellerons" in text_of(send(client, form, **drawn, reponse="phone"))
    assert "nous y répondrons" in text_of(send(client, form, **drawn, reponse="post"))
    assert send(client, form, **drawn, sujet="autre").status_code == 422
    sent = send(client, form, **drawn, reponse="phone", email="", telephone="06 12 34 56 78")
    assert sent.status_code == 302
    assert the_case().person.preferred_channel == "phone"


def test_a_link_may_choose_the_subject_and_someone_signed_in_is_not_asked_who_they_are(client, form, system):
    aude = record_person(
        details=PersonDetails(first_name="Aude", last_name="Vasseur", email="a@exemple.invalid")
    )
    session = client.session
    session["person"] = str(aude.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
    page = client.get(f"/ecrire/{form.code}/", {"sujet": "Arbre tombé"})
    assert 'value="Aude Vasseur"' in text_of(page)
    assert re.search(r'value="Arbre tombé"[^>]*checked', text_of(page))
    send(client, form, **draw(client, form))
    assert the_case().person_id == aude.pk


def test_a_closed_form_says_how_to_reach_the_body_and_takes_nothing(client, town):
    closed = a_contact_form(town, is_open=False)
    assert send(client, closed).status_code == 410
    assert "autrement" in text_of(client.get(f"/ecrire/{closed.code}/"))
    assert client.get("/ecrire/inconnu/").status_code == 404
