"""Entering a case for someone on the phone, at the counter or by post."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.cases.models import Case, IntakeChannel, Message
from parvis.cases.numbers import secret_code
from parvis.catalogue.services.library import publish_from_library
from parvis.common import clock
from parvis.organisations.models import Role
from tests.documents.files import EXE, jpeg
from tests.factories.cases import Town
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
HORNETS = "nid-frelons-asiatiques"
TREE = "abattage-elagage-arbres"


@pytest.fixture
def town(system):
    place = TerritoryFactory(name="Valmont", code="76719", postcodes=["76540"], latitude=49.7, longitude=0.5)
    body = OrganisationFactory(name="Valmont", slug="valmont", territory=place, latitude=49.7, longitude=0.5)
    team = TeamFactory(organisation=body, name="Cadre de vie", competent_for=[HORNETS, TREE])
    agent = AgentFactory(organisation=body, with_role=Role.CASE_HANDLER, with_role__on=[team])
    versions = publish_from_library(organisation=body, codes=[HORNETS, TREE])
    return Town(body, team, agent, versions[0])


CALL = {
    "saisie-voie": "phone",
    "saisie-repondre": "phone",
    "saisie-pourquoi": "",
    "insect": "asian_hornet",
    "nest_size": "large",
    "support": "tree",
    "height": "high",
    "seen_on.day": "1",
    "seen_on.month": "6",
    "seen_on.year": "2026",
    "town": "76719",
    "town.text": "Valmont",
    "place.text": "3 rue des Tilleuls",
    "place.lat": "49.71",
    "place.lon": "0.51",
    "land": "public",
    "exposed": "no",
    "wants_news": "yes",
    "reporter.last_name": "Hamel",
    "reporter.phone": "02 35 00 00 01",
}


def offered_values(version, key):
    fields = {one["key"]: one for page in version.definition["form"]["pages"] for one in page["fields"]}
    return [option["value"] for option in fields[key]["options"]]


@pytest.fixture
def call(town):
    """Return what an agent types during a call, with values the form really offers."""
    chosen = {key: offered_values(town.version, key)[0] for key in ("insect", "nest_size", "height", "land")}
    drawn = (
        "insect,nest_size,support,height,seen_on,photo,town,place,land,exposed,wants_news,reporter,remarks"
    )
    today = clock.today().isoformat()
    return {**CALL, **chosen, "_vues": drawn, "saisie-recue_le": today, "saisie-cle": str(uuid4())}


def enter(desk, posted, code=HORNETS, **changes):
    return desk.post(f"/bureau/saisie/valmont/{code}/", {**posted, **changes})


def text_of(page):
    return page.content.decode()


def test_procedures_are_found_as_one_types(desk):
    page = text_of(desk.get("/bureau/saisie/"))
    assert f"/bureau/saisie/valmont/{HORNETS}/" in page
    found = text_of(desk.get("/bureau/saisie/?q=frelon", headers={"HX-Request": "true"}))
    assert HORNETS in found
    assert TREE not in found
    assert "Aucune démarche ne répond" in text_of(desk.get("/bureau/saisie/?q=zzzz"))


def test_the_sheet_holds_the_whole_form_with_the_commune_filled(desk):
    page = text_of(desk.get(f"/bureau/saisie/valmont/{HORNETS}/"))
    for words in ("La demande arrive par", "La personne veut être jointe par", 'value="Valmont"'):
        assert words in page


def test_a_call_becomes_a_case_with_its_receipt_to_read_aloud(desk, town, call):
    answer = enter(desk, call)
    case = Case.objects.get()
    assert answer["Location"] == f"/bureau/saisie/recue/{case.number}/"
    assert (case.channel, case.person_name, case.team) == (IntakeChannel.PHONE, "Hamel", town.team)
    assert case.person.preferred_channel == "phone"
    receipt = text_of(desk.get(answer["Location"]))
    assert secret_code("follow-up", case.pk) in receipt
    assert "Ouvrir la demande" in receipt
    assert case.journal.get(kind="received").agent == town.agent


def test_a_double_click_makes_one_case(desk, call):
    first, second = enter(desk, call), enter(desk, call)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_an_email_is_never_required_at_the_counter(desk, call):
    assert enter(desk, call, **{"reporter.email": ""}).status_code == 302


def test_missing_answers_are_said_and_what_was_typed_is_kept(desk, call):
    page = enter(desk, call, insect="", **{"place.text": "4 rue des Tilleuls"})
    assert page.status_code == 422
    assert "4 rue des Tilleuls" in text_of(page)
    assert not Case.objects.exists()


def test_answers_can_wait_when_the_reason_is_said(desk, call):
    without = {"insect": "", "nest_size": "", "saisie-incomplet": "yes"}
    page = enter(desk, call, **without)
    assert "Dites pourquoi ces réponses manquent" in text_of(page)
    answer = enter(desk, call, **without, **{"saisie-pourquoi": "La personne appelait de la rue"})
    assert answer.status_code == 302
    note = Message.objects.get()
    assert note.direction == "note"
    assert "La personne appelait de la rue" in note.text


def test_the_wish_to_be_reached_needs_what_it_takes(desk, call):
    page = enter(desk, call, **{"saisie-repondre": "email"})
    assert page.status_code == 422
    assert "Il manque l’adresse e-mail" in text_of(page)


def test_a_letter_counts_from_the_day_it_arrived(desk, call):
    day = clock.today() - timedelta(days=4)
    enter(desk, call, **{"saisie-voie": "post", "saisie-recue_le": day.isoformat()})
    assert Case.objects.get().received_at.date() == day


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"saisie-recue_le": "2999-01-01"}, "Cette date est à venir"),
        ({"saisie-recue_le": ""}, "Indiquez la date d’arrivée."),
        ({"saisie-voie": "pigeon"}, "Choisissez dans la liste."),
        ({"saisie-repondre": ""}, "Demandez comment joindre la personne."),
    ],
)
def test_what_is_wrong_is_said_under_its_field(desk, call, changes, words):
    page = enter(desk, call, **changes)
    assert page.status_code == 422
    assert words in text_of(page)


def test_a_sheet_without_its_key_is_refused(desk, call):
    assert enter(desk, call, **{"saisie-cle": "n'importe"}).status_code == 422


def test_questions_that_answers_bring_are_shown_before_anything_is_sent(desk, call):
    page = enter(desk, call, exposed="yes")
    assert page.status_code == 200
    assert "amènent d’autres questions" in text_of(page)
    assert not Case.objects.exists()


def test_the_script_is_told_which_questions_are_asked(desk, call):
    answer = desk.post(f"/bureau/saisie/valmont/{HORNETS}/", {"exposed": "yes"}, headers={"X-Autosave": "1"})
    assert "exposed_who" in answer.json()["shown"]
    assert not Case.objects.exists()


def test_searching_a_commune_without_script_reproaches_nothing(desk, call):
    page = enter(
        desk, {**call, "town": "", "town.text": "Valm"}, search_field="town", **{"saisie-recue_le": ""}
    )
    assert page.status_code == 200
    assert 'value="76719"' in text_of(page)
    assert not Case.objects.exists()


def test_files_given_stay_with_the_sheet_until_it_is_right(desk, call):
    wrong = enter(desk, {**call, "insect": ""}, photo=SimpleUploadedFile("nid.jpg", jpeg()))
    assert wrong.status_code == 422
    assert "nid.jpg" in text_of(wrong)
    enter(desk, call, _fichiers=dict(wrong.context["hidden_fields"])["_fichiers"])
    assert [one.file.name for one in Case.objects.get().attachments.all()] == ["nid.jpg"]


def test_a_file_that_cannot_be_taken_is_refused_in_words(desk, call):
    page = enter(desk, call, photo=SimpleUploadedFile("jeu.exe", EXE))
    assert page.status_code == 422
    assert "« jeu.exe »" in text_of(page)


def test_files_named_by_someone_else_are_not_believed(desk, call):
    enter(desk, call, _fichiers="eyJwaG90byI6IFtdfQ:forged:signature")
    assert not Case.objects.get().attachments.exists()


def test_the_last_procedures_entered_come_first(desk, call):
    enter(desk, call)
    assert "Saisies récemment" in text_of(desk.get("/bureau/saisie/"))


class TestReceivingForOthers:
    def test_a_shared_desk_enters_for_the_bodies_that_delegate(self, town, at_desk, call):
        team = TeamFactory(receives_for=[town.body])
        receptionist = AgentFactory(
            organisation=team.organisation, with_role=Role.RECEPTION, with_role__on=[team]
        )
        browser = at_desk(receptionist)
        assert "Valmont" in text_of(browser.get("/bureau/saisie/"))
        assert enter(browser, call).status_code == 302
        assert Case.objects.get().organisation == town.body

    def test_a_body_that_does_not_delegate_is_not_found(self, town, at_desk, call):
        stranger = at_desk(AgentFactory(with_role=Role.RECEPTION, organisation=_another_body()))
        assert stranger.get(f"/bureau/saisie/valmont/{HORNETS}/").status_code == 404
        assert enter(stranger, call).status_code == 404

    def test_an_agent_who_receives_nobody_is_told_so(self, town, at_desk):
        builder = at_desk(AgentFactory(organisation=town.body, with_role=Role.PROCEDURE_BUILDER))
        assert builder.get("/bureau/saisie/").status_code == 403

    def test_the_receipt_is_shown_to_who_entered_even_when_another_team_treats_it(self, town, at_desk, call):
        other = TeamFactory(organisation=town.body)
        clerk = at_desk(AgentFactory(organisation=town.body, with_role=Role.RECEPTION, with_role__on=[other]))
        answer = enter(clerk, call)
        receipt = text_of(clerk.get(answer["Location"]))
        assert "Numéro à donner" in receipt
        assert "Ouvrir la demande" not in receipt

    def test_the_receipt_of_a_case_one_did_not_enter_is_not_found(self, town, at_desk, desk, call):
        location = enter(desk, call)["Location"]
        other = TeamFactory(organisation=town.body)
        clerk = at_desk(AgentFactory(organisation=town.body, with_role=Role.RECEPTION, with_role__on=[other]))
        assert clerk.get(location).status_code == 404


def _another_body():
    body = OrganisationFactory()
    TeamFactory(organisation=body)
    return body
