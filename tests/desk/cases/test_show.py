"""The page of a case: what an agent reads there."""

from datetime import UTC, datetime, timedelta

import pytest

from parvis.cases.models import Outcome
from parvis.cases.services.co_signatures import give_co_signature
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.messages import answer_person, write_as_person, write_note
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.treatment import decide_case, transfer_case
from parvis.catalogue.models import ProcedureVersion
from parvis.common import actor, clock
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import a_deposit, lodge, make_town
from tests.factories.catalogue import field, publish
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db


def shown(desk, case, query=""):
    page = desk.get(f"/bureau/demandes/{case.number}/{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_the_top_says_number_procedure_state_and_due_date(desk, town):
    case = lodge(town, received_at=datetime(2026, 11, 16, 9, tzinfo=UTC))
    page = shown(desk, case)
    assert f"{case.number[:4]}\u00a0{case.number[4:8]}" in page
    for words in ("Couper un arbre", "reçue", case.subject):
        assert words in page


def test_why_this_date_is_one_click_away(desk, town):
    case = lodge(town, received_at=datetime(2026, 11, 16, 9, tzinfo=UTC))
    page = shown(desk, case)
    assert "pourquoi cette date" in page
    assert "2 mois pour répondre. Si elle ne répond pas, la demande est refusée" in page
    assert "CRPA L231-4" in page


def test_conversation_and_journal_are_one_story_with_filters(desk, town):
    case = lodge(town)
    with town.acting():
        answer_person(case_id=case.pk, text="Nous passerons jeudi.", by=town.session())
        write_note(case_id=case.pk, text="Voisin difficile", by=town.session())
    with actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="Merci beaucoup")
    whole = shown(desk, case)
    for words in ("Nous passerons jeudi.", "Voisin difficile", "Merci beaucoup", "Demande reçue (voie"):
        assert words in whole
    assert "Demande reçue (voie" not in shown(desk, case, "?fil=echanges")
    journal = shown(desk, case, "?fil=journal")
    assert "Merci beaucoup" not in journal
    assert "Demande reçue (voie" in journal
    assert "Merci beaucoup" in shown(desk, case, "?fil=nimporte")


def test_an_internal_note_is_clearly_other(desk, town):
    case = lodge(town)
    with town.acting():
        write_note(case_id=case.pk, text="Voisin difficile", by=town.session())
    page = shown(desk, case)
    assert 'class="message message-note"' in page
    assert "Note interne" in page


def test_the_channel_of_the_person_is_shown_before_answering(desk, town):
    case = lodge(town)
    assert "par e-mail à aude@example.invalid" in shown(desk, case)
    caller = lodge(
        town, person=PersonDetails(last_name="Hamel", phone="+33235000000", preferred_channel="phone")
    )
    assert "préfère être appelée" in shown(desk, caller)
    writer = lodge(
        town, person=PersonDetails(last_name="Hamel", preferred_channel="post", postal_address="1 rue")
    )
    assert "la lettre est ajoutée" in shown(desk, writer)
    assert "page de suivi" in shown(desk, lodge(town, person=None))


def test_other_cases_of_the_person_and_close_by_stand_aside(desk, town):
    first = lodge(town, subject="Premier", latitude=49.44, longitude=1.09)
    lodge(town, subject="Tout près", latitude=49.4405, longitude=1.0903, person=None)
    lodge(town, subject="Loin", latitude=49.5, longitude=1.2, person=None)
    lodge(town, subject="La même personne")
    page = shown(desk, first)
    aside = page[page.index('id="contexte"') :]
    assert "Tout près" in aside
    assert "La même personne" in aside
    assert "Loin" not in aside


def test_another_bodys_case_close_by_is_not_told(desk, town):
    case = lodge(town, latitude=49.44, longitude=1.09)
    lodge(make_town(), subject="Chez le voisin", latitude=49.44, longitude=1.09)
    assert "Chez le voisin" not in shown(desk, case)


def test_pieces_asked_and_decisions_stand_aside(desk, town):
    case = lodge(town)
    with town.acting():
        ask_for_pieces(
            case_id=case.pk,
            labels=["Plan de situation"],
            due_on=clock.today() + timedelta(days=15),
            text="",
            by=town.session(),
        )
    page = shown(desk, case)
    assert "Plan de situation" in page
    assert "CRPA L114-5" in page
    with town.acting():
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())
    assert "acceptée" in shown(desk, case)


@pytest.mark.parametrize("number", ["000000000000", "123", "abcdefghijkl", "4821 0937 5512"])
def test_a_number_that_is_none_is_not_found(desk, number):
    assert desk.get(f"/bureau/demandes/{number}/").status_code == 404


def test_another_bodys_case_is_not_found(desk):
    theirs = lodge(make_town(code="autre"))
    assert desk.get(f"/bureau/demandes/{theirs.number}/").status_code == 404


def test_a_transferred_case_says_where_it_came_from(town, at_desk):
    there = make_town(code="autre")
    case = lodge(town)
    with town.acting():
        transfer_case(case_id=case.pk, to=there.team, reason="Compétence voisine", by=town.session())
    page = shown(at_desk(there.agent), case)
    assert "Compétence voisine" in page


def test_hostile_words_are_written_as_words(desk, town):
    case = lodge(town, subject="<img src=x onerror=alert(1)>")
    with actor.acting_as(actor.for_job(case.pk)):
        write_as_person(case_id=case.pk, text="<script>alert(1)</script>")
    page = shown(desk, case)
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_the_page_asks_the_database_little(desk, town, django_assert_max_num_queries):
    case = lodge(town, latitude=49.44, longitude=1.09)
    with town.acting():
        for rank in range(5):
            answer_person(case_id=case.pk, text=f"Message {rank}", by=town.session())
    with django_assert_max_num_queries(24):
        desk.get(f"/bureau/demandes/{case.number}/")


def test_a_signature_drawn_by_the_person_is_drawn_again(desk, town):
    publish(town.body, [field("signature", "signed")])
    TeamFactory(organisation=town.body, competent_for=["essai"])
    town.version = ProcedureVersion.objects.get(procedure__code="essai")
    signed = {"name": "Aude Vasseur", "drawing": "M1 1L9 9", "signed_at": "2026-03-05T09:30:00+00:00"}
    page = shown(
        desk, register_deposit(deposit=a_deposit(town, answers={"signed": signed}, addressed_to=town.team))
    )
    assert "Signé par Aude Vasseur" in page
    assert '<path d="M1 1L9 9"/>' in page


def test_the_signatures_asked_of_others_stand_beside_the_person(desk, town):
    publish(town.body, [field("co_signature", "other")])
    TeamFactory(organisation=town.body, competent_for=["essai"])
    town.version = ProcedureVersion.objects.get(procedure__code="essai")
    answers = {"other": {"name": "Ali Haddad", "email": "ali@exemple.invalid"}}
    case = register_deposit(deposit=a_deposit(town, answers=answers, addressed_to=town.team))
    assert "En attente de la signature de Ali Haddad" in shown(desk, case)
    signature = {"name": "Ali Haddad", "drawing": "M1 1L9 9", "signed_at": "2026-03-05T09:30:00+00:00"}
    give_co_signature(co_signature_id=case.co_signatures.get().pk, signature=signature)
    page = shown(desk, case)
    assert "Ali Haddad a signé le" in page
    assert '<path d="M1 1L9 9"/>' in page
