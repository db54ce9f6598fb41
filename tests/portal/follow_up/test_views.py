"""Following a demand: open with number and code, closed to anyone else, and what its person can do."""

from datetime import timedelta

import pytest

from parvis.cases.models import Case, LegalState, Message, PieceRequest
from parvis.cases.numbers import secret_code
from parvis.cases.services.messages import answer_person, write_note
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.transfer_out import OutsideBody, transfer_out
from parvis.channels.models import OutboundMessage
from parvis.common import clock
from parvis.people.models import Person
from tests.portal.conftest import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(visitor, system) -> Case:
    visitor.begin().fill_all().send()
    return Case.objects.get()


@pytest.fixture
def person(case, new_visitor):
    """Return a browser in which the demand was opened by its code."""
    client = new_visitor().client
    answer = client.post("/suivi/", {"numero": case.number, "code": secret_code("follow-up", case.pk)})
    assert answer["Location"] == f"/suivi/{case.number}/"
    return client


def test_number_and_code_open_the_demand_however_they_are_typed(case, new_visitor):
    client = new_visitor().client
    spaced = f" {case.number[:4]} {case.number[4:8]}-{case.number[8:]} "
    code = secret_code("follow-up", case.pk).lower().replace("-", "")
    assert client.post("/suivi/", {"numero": spaced, "code": code})["Location"] == f"/suivi/{case.number}/"


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(case, new_visitor):
    client = new_visitor().client
    wrong = client.post("/suivi/", {"numero": case.number, "code": "AAA-AAA-AAAA"})
    unknown = client.post("/suivi/", {"numero": "0000 0000 0000", "code": "AAA-AAA-AAAA"})
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    sentence = "Ce numéro et ce code ne vont pas ensemble"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert "AAA-AAA-AAAA" in wrong.content.decode()


def test_guessing_codes_is_stopped(case, new_visitor):
    client = new_visitor().client
    answers = [client.post("/suivi/", {"numero": case.number, "code": "AAA"}).status_code for _ in range(21)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_demand_not_opened_asks_its_code_and_says_nothing_more(case, new_visitor):
    client = new_visitor().client
    for number in (case.number, "482109375512"):
        answer = client.get(f"/suivi/{number}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/suivi/")
    for part in ("ecrire/", "retirer/"):
        assert client.post(f"/suivi/{case.number}/{part}", {"text": "x"})["Location"].startswith(
            "/suivi/?numero="
        )
    assert Message.objects.count() == 0


def test_the_page_says_where_it_stands_who_acts_and_why_that_date(case, person):
    text = person.get(f"/suivi/{case.number}/").content.decode()
    assert "Votre demande est bien arrivée" in text
    assert "C’est à nous d’agir" in text
    assert "Nous vous répondons au plus tard le" in text
    assert "L’administration a 1 mois pour répondre" in text
    assert "la demande est acceptée" in text
    assert "Aude" in text


def test_the_person_writes_with_a_file_and_an_agent_answers(case, person, town, system):
    answer = person.post(
        f"/suivi/{case.number}/ecrire/", {"text": "Voici une photo.", "files": [photo("plus.jpg")]}
    )
    assert answer.status_code == 302
    with town.acting():
        answer_person(case_id=case.pk, text="Merci, c’est noté.", by=town.session())
        write_note(case_id=case.pk, text="Entre nous.", by=town.session())
    text = person.get(f"/suivi/{case.number}/").content.decode()
    assert "Voici une photo." in text
    assert "plus.jpg" in text
    assert "Merci, c’est noté." in text
    assert "Entre nous." not in text


def test_an_empty_message_or_a_bad_file_is_refused_and_the_words_stay(case, person, system):
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert person.post(f"/suivi/{case.number}/ecrire/", {"text": "  "}).status_code == 422
    bad = SimpleUploadedFile("x.exe", b"MZ" * 50)
    answer = person.post(f"/suivi/{case.number}/ecrire/", {"text": "Mes mots.", "files": [bad]})
    assert answer.status_code == 422
    assert "Mes mots." in answer.content.decode()
    assert Message.objects.count() == 0


def test_the_pieces_asked_are_given_one_after_the_other(case, person, town, system):
    with town.acting():
        ask_for_pieces(
            case_id=case.pk,
            labels=["Un plan", "Une photo de près"],
            due_on=clock.today() + timedelta(days=15),
            text="Il nous les faut pour décider.",
            by=town.session(),
        )
    request = PieceRequest.objects.get()
    address = f"/suivi/{case.number}/pieces/{request.pk}/"
    text = person.get(f"/suivi/{case.number}/").content.decode()
    assert "Un plan" in text
    assert "C’est à vous d’agir." in text
    assert person.post(address).status_code == 422
    assert person.post(address, {"piece-0": [photo("plan.jpg")]}).status_code == 302
    text = person.get(f"/suivi/{case.number}/").content.decode()
    assert 'name="piece-1"' in text
    assert 'name="piece-0"' not in text
    person.post(address, {"piece-1": [photo("pres.jpg")]})
    case.refresh_from_db()
    assert case.state == LegalState.IN_PROGRESS
    assert person.post(address, {"piece-1": [photo("encore.jpg")]}).status_code in {404, 409, 422}


@pytest.mark.parametrize("rank", ["7", "-1", "x"])
def test_a_piece_that_was_not_asked_is_not_taken(case, person, town, system, rank):
    with town.acting():
        ask_for_pieces(
            case_id=case.pk,
            labels=["Un plan"],
            due_on=clock.today() + timedelta(days=15),
            text="",
            by=town.session(),
        )
    address = f"/suivi/{case.number}/pieces/{PieceRequest.objects.get().pk}/"
    assert person.post(address, {f"piece-{rank}": [photo()]}).status_code == 422


def test_the_person_takes_the_demand_back(case, person, system):
    assert "Retirer ma demande" in person.get(f"/suivi/{case.number}/").content.decode()
    assert person.post(f"/suivi/{case.number}/retirer/").status_code == 302
    text = person.get(f"/suivi/{case.number}/").content.decode()
    assert "Vous avez retiré votre demande" in text
    assert "Nous écrire" not in text
    assert person.post(f"/suivi/{case.number}/retirer/").status_code == 409
    assert person.post(f"/suivi/{case.number}/ecrire/", {"text": "Encore."}).status_code == 409


def test_files_open_for_their_person_only_with_safe_headers(case, person, new_visitor, system):
    attachment = case.attachments.first()
    address = f"/suivi/{case.number}/fichiers/{attachment.pk}/"
    answer = person.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()
    assert new_visitor().client.get(address).status_code == 404


def test_an_internal_file_does_not_exist_for_the_person(case, person, system):
    attachment = case.attachments.first()
    attachment.is_internal = True
    attachment.save()
    assert person.get(f"/suivi/{case.number}/fichiers/{attachment.pk}/").status_code == 404


def test_the_receipt_and_its_file_are_among_the_documents(case, person, run_jobs, system):
    run_jobs()
    text = person.get(f"/suivi/{case.number}/").content.decode()
    assert "Accusé de réception" in text
    assert f"/suivi/{case.number}/documents/" in text


def test_closing_on_this_device_asks_the_code_again(case, person):
    person.post("/suivi/quitter/")
    assert person.get(f"/suivi/{case.number}/").status_code == 302


def test_the_number_is_ready_when_one_comes_from_a_message(case, new_visitor):
    text = new_visitor().client.get(f"/suivi/?numero={case.number}").content.decode()
    assert f'value="{case.number}"' in text


def test_a_message_is_known_to_be_read_only_when_its_person_agreed_and_says_so(case, person, run_jobs):
    run_jobs()
    receipt = OutboundMessage.objects.get(about=case.pk)
    page = f"/suivi/{case.number}/"
    assert "J’ai lu" not in person.get(page).content.decode()
    person.post(f"{page}lu/")
    receipt.refresh_from_db()
    assert receipt.opened_at is None

    Person.objects.filter(pk=case.person_id).update(opening_agreed_at=clock.now())
    assert "J’ai lu" in person.get(page).content.decode()
    person.post(f"{page}lu/")
    receipt.refresh_from_db()
    assert receipt.opened_at is not None
    assert "J’ai lu" not in person.get(page).content.decode()


def test_pieces_whose_day_is_over_may_still_be_given_and_the_page_says_so(case, person, town, system):
    with town.acting():
        ask_for_pieces(
            case_id=case.pk,
            labels=["Un plan"],
            due_on=clock.today() + timedelta(days=1),
            text="",
            by=town.session(),
        )
    PieceRequest.objects.update(due_on=clock.today() - timedelta(days=1))
    text = person.get(f"/suivi/{case.number}/").content.decode()

    assert "Vous aviez jusqu’au" in text
    assert "vous pouvez encore les donner" in text
    assert 'name="piece-0"' in text


def test_a_demand_sent_outside_tells_who_answers_and_since_when_the_delay_runs(case, person, town, system):
    outside = OutsideBody(name="Préfecture de l’Eure", email="prefecture@example.invalid", postal_address="")
    with town.acting():
        transfer_out(case_id=case.pk, to=outside, reason="Compétence de l’État", by=town.session())
    text = person.get(f"/suivi/{case.number}/").content.decode()

    assert "c’est lui qui vous répond" in text
    assert "Son délai" in text
