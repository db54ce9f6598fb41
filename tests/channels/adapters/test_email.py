import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.registry import AttachedFile, Outgoing, channels
from parvis.common.ids import new_id
from tests.channels.mail_server import speaking_to


def outgoing(**changes):
    words = {"recipient": "ana@example.org", "subject": "Votre demande", "text": "Reçue."}
    return Outgoing(**{"id": new_id(), **words, **changes})


@pytest.fixture
def email():
    return channels.get("email")


def test_a_message_arrives_with_both_texts_its_file_and_its_sender(email, mail_server):
    key = default_storage.save("2026-01-16/recu", ContentFile(b"%PDF-1.7 content"))
    message = outgoing(
        html="<p>Reçue.</p>",
        sender_name="Mairie de Bernay",
        reply_to="mairie@example.org",
        attachments=[AttachedFile("reçu n° 1.pdf", "application/pdf", key)],
    )

    email.send(message)

    [mail] = mail_server.received
    assert mail_server.recipients == ["ana@example.org"]
    assert mail["From"].startswith("Mairie de Bernay <")
    assert mail["Reply-To"] == "mairie@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(["plain"]).get_content().strip() == "Reçue."
    assert mail.get_body(["html"]).get_content().strip() == "<p>Reçue.</p>"
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("reçu n° 1.pdf", b"%PDF-1.7 content")


def test_two_attempts_at_one_message_carry_the_same_message_id(email, mail_server):
    message = outgoing()

    email.send(message)
    email.send(message)

    first, second = (mail["Message-ID"] for mail in mail_server.received)
    assert first == second == f"<{message.id}@parvis.invalid>"


@pytest.mark.parametrize(
    ("when", "answer", "refusal", "reason"),
    [
        ("RCPT", "550 5.1.1 unknown", CannotDeliver, "recipient_550"),
        ("RCPT", "451 4.2.1 greylisted", TryAgain, "recipient_451"),
        ("DATA", "554 5.7.1 spam", CannotDeliver, "content_554"),
        ("DATA", "452 4.3.1 full", TryAgain, "content_452"),
    ],
)
def test_a_refusal_of_the_server_is_final_or_not_as_its_status_says(
    email, mail_server, when, answer, refusal, reason
):
    mail_server.answers[when] = answer

    with pytest.raises(refusal) as refused:
        email.send(outgoing())

    assert refused.value.reason == reason


def test_an_absent_server_means_another_attempt(email, free_port):
    with speaking_to(free_port), pytest.raises(TryAgain) as refused:
        email.send(outgoing())

    assert refused.value.reason == "server_ConnectionRefusedError"


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b", "ana@example.org\nBcc: all@example.org"])
def test_a_wrong_address_is_final(email, mail_server, recipient):
    with pytest.raises(CannotDeliver) as refused:
        email.send(outgoing(recipient=recipient))

    assert refused.value.reason == "bad_address"
    assert not mail_server.received


def test_words_of_the_subject_or_the_sender_cannot_add_a_header(email, mail_server):
    email.send(
        outgoing(subject="Bonjour\nBcc: all@example.org", sender_name="Mairie\r\nBcc: all@example.org")
    )

    [mail] = mail_server.received
    assert mail["Bcc"] is None
    assert mail_server.recipients == ["ana@example.org"]


def test_a_file_that_is_gone_is_final(email, mail_server):
    with pytest.raises(CannotDeliver) as refused:
        email.send(outgoing(attachments=[AttachedFile("a.pdf", "application/pdf", "2026-01-01/gone")]))

    assert refused.value.reason == "attachment_gone"


def test_the_check_says_that_the_server_answers(email, mail_server):
    assert email.check().ok


def test_the_check_says_that_the_server_does_not_answer(email, free_port):
    with speaking_to(free_port):
        health = email.check()

    assert not health.ok
    assert "ne répond pas" in health.sentence


def test_the_demonstration_never_sends(email, mail_server, settings):
    settings.DEMONSTRATION = True

    assert not email.ready()
    assert "gardés" in email.check().sentence
