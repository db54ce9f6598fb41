"""The notification centre as agents read it: what became of each message, in words; the print room."""

from importlib.resources import files
from pathlib import Path

import pytest
from django.db import transaction

from parvis.cases.models import Case
from parvis.cases.services.messages import answer_person
from parvis.cases.services.print_batches import gather_letters
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.services.fates import come_back
from parvis.channels.services.styles import set_style
from parvis.common import actor
from parvis.desk.sendings.shown import PURPOSES
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge

pytestmark = pytest.mark.django_db
AUDE = {"last_name": "Vasseur", "email": "aude@example.invalid", "postal_address": "1 rue Haute\n76000 Rouen"}


def text_of(page):
    return page.content.decode().replace("\u00a0", " ")


def answered(town, **person):
    case = lodge(town, person=PersonDetails(**{**AUDE, **person}))
    with town.acting():
        answer_person(case_id=case.pk, text="Oui, lundi.", by=town.session())
    OutboundMessage.objects.filter(about=case.pk, purpose="receipt").delete()
    return OutboundMessage.objects.get(about=case.pk)


def gathered(town):
    with town.acting(), transaction.atomic():
        return gather_letters(organisation_id=town.body.pk, by=town.session())


def test_a_message_that_came_back_says_what_relayed_it_and_filters_find_it(town, desk):
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        come_back(answered(town), "bounced_5.1.1")

    for found in ("", "?etat=relayes", "?etat=perdus&moyen=email&nature=answer"):
        said = text_of(desk.get(f"/bureau/envois/{found}"))
        assert "relayé par courrier" in said
        assert "adresse refusée par son serveur" in said
    assert "Aucun envoi de cette sorte" in text_of(desk.get("/bureau/envois/?etat=remis"))


def test_a_body_in_test_mode_says_so_wherever_a_message_could_be_believed_gone(town, desk):
    message = answered(town)
    number = Case.objects.get(pk=message.about).number
    pages = ("/bureau/envois/", "/bureau/envois/lettres/", f"/bureau/demandes/{number}/envois/")
    assert not any("Rien ne part" in text_of(desk.get(page)) for page in pages)
    set_style(
        organisation_id=town.body.pk,
        sender_name="",
        sms_sender="",
        signature="",
        is_test=True,
        registered=False,
    )
    assert all("Rien ne part" in text_of(desk.get(page)) for page in pages)


def test_a_batch_whose_letter_lost_its_document_says_which(town, desk, run_jobs):
    message = answered(town, preferred_channel="post", email="")
    run_jobs()
    message.refresh_from_db()
    assert message.state == MessageState.TO_PRINT
    OutboundMessage.objects.filter(pk=message.pk).update(
        attachments=[{**message.attachments[0], "key": "gone"}]
    )
    gathered(town)
    assert "lots-en-cours" in text_of(desk.get("/bureau/envois/lettres/"))
    run_jobs()

    said = text_of(desk.get("/bureau/envois/lettres/"))
    assert "n’a plus son document" in said
    assert "lots-en-cours" not in said


def test_each_kind_of_message_has_its_word():
    """Those written to co-signers, for a draft or about a person’s own file are no message about a demand."""
    folder = files("parvis.cases").joinpath("templates/cases/notices")
    written = {Path(each.name).stem for each in folder.iterdir() if each.name.endswith(".txt")}
    others = {"signature", "co_signature_asked", "co_signature_reminder", "draft_reminder", "persons_merged"}
    assert written - others - PURPOSES.keys() == set()
