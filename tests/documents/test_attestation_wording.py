from datetime import date

import pytest
from django.utils import timezone

from parvis.documents.attestation_wording import attestation_sentences, outage_sentences
from parvis.documents.drawing import as_text
from parvis.documents.letters import Attestation, OutageCertificate, Recipient, Service
from parvis.documents.services.issue import letter_of
from parvis.documents.services.render import render_pdf

SERVICE = Service(body="Valmont", name="Urbanisme", postal_address="1 place", email="a@b.invalid", phone="02")


def attestation() -> Attestation:
    return Attestation(
        number="4821 0937 5512",
        procedure="Couper un arbre",
        subject="Un chêne",
        received_on=date(2026, 1, 16),
        granted_on=date(2026, 3, 16),
        delay="2 mois",
        service=SERVICE,
        recipient=Recipient(name="Aude Vasseur"),
    )


def certificate(**changes) -> OutageCertificate:
    given = {
        "number": "4821 0937 5512",
        "since": timezone.make_aware(timezone.datetime(2026, 4, 1, 8, 30)),
        "until": timezone.make_aware(timezone.datetime(2026, 4, 3, 17, 0)),
        "what": "le dépôt des pièces",
        "service": SERVICE,
        "recipient": Recipient(name="Aude Vasseur"),
    }
    return OutageCertificate(**{**given, **changes})


def told(paragraphs) -> str:
    return " ".join(as_text(paragraphs).split())


def test_an_attestation_says_what_was_asked_and_since_when_it_is_granted():
    text = told(attestation_sentences(attestation()))

    for words in (
        "Couper un arbre",
        "vendredi 16 janvier 2026",
        "lundi 16 mars 2026",
        "L231-1",
        "L232-3",
        "2 mois",
    ):
        assert words in text


def test_a_certificate_of_outage_says_when_what_and_which_delays_moved():
    text = told(
        outage_sentences(
            certificate(moved=[("pièces à donner", "mardi 7 avril 2026")], attempts=["1er avril"])
        )
    )

    for words in (
        "mercredi 1er avril 2026 à 8",
        "vendredi 3 avril 2026",
        "le dépôt des pièces",
        "mardi 7 avril",
        "tentatives",
    ):
        assert words in text


def test_a_certificate_of_an_outage_that_moved_nothing_says_nothing_of_delays():
    assert "repoussés" not in told(outage_sentences(certificate()))


@pytest.mark.parametrize("letter", [attestation(), certificate()])
def test_both_are_drawn_as_pdf(letter):
    paragraphs = (
        attestation_sentences(letter) if isinstance(letter, Attestation) else outage_sentences(letter)
    )
    data = letter_of(letter, title="Attestation", paragraphs=paragraphs, code="ABCD-EFGH-JKLM")

    assert render_pdf("attestation", data).startswith(b"%PDF")
