"""Issuing letters: drawn, kept, and given a code by which anyone can check them."""

import io
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.documents.decision_wording import decision_sentences, decision_title
from parvis.documents.letters import Decision, Paragraph, Receipt, Recipient, Service
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.receipt_wording import receipt_sentences, receipt_title
from parvis.documents.services.render import qr_code, render_pdf
from parvis.documents.services.store import keep_made_file
from parvis.documents.verification import new_code, say_code, verification_url


def issue_receipt(*, receipt: Receipt, about: UUID, theme: dict[str, Any] | None = None) -> IssuedDocument:
    """Issue an acknowledgement of receipt as PDF about ``about`` (the case's id); call it in a job.

    The language in force is the letter's. The caller attaches ``document.file`` to what it keeps, and checks first
    that none was issued (``queries.issued_documents``).
    """
    code = new_code()
    letter = letter_of(
        title=receipt_title(),
        paragraphs=receipt_sentences(receipt),
        service=receipt.service,
        recipient=receipt.recipient,
        number=receipt.number,
        code=code,
    )
    pdf = render_pdf("receipt", letter, theme=theme)
    name = _("Accusé de réception %(number)s.pdf") % {"number": receipt.number}
    return _issue(DocumentKind.RECEIPT, code=code, pdf=pdf, name=name, about=about, facts=receipt.facts())


def issue_decision(*, decision: Decision, about: UUID, theme: dict[str, Any] | None = None) -> IssuedDocument:
    """Issue a decision as PDF about ``about`` (the case's id); call it in a job, as ``issue_receipt``."""
    code = new_code()
    letter = letter_of(
        title=decision_title(decision),
        paragraphs=decision_sentences(decision),
        service=decision.service,
        recipient=decision.recipient,
        number=decision.number,
        code=code,
    )
    pdf = render_pdf("decision", letter, theme=theme)
    name = _("Décision %(number)s.pdf") % {"number": decision.number}
    return _issue(DocumentKind.DECISION, code=code, pdf=pdf, name=name, about=about, facts=decision.facts())


def letter_of(
    *, title: str, paragraphs: list[Paragraph], service: Service, recipient: Recipient, number: str, code: str
) -> dict[str, Any]:
    """Return what the layout of a letter reads: words only, in the language in force."""
    return {
        "title": title,
        "body": service.body,
        "sender": [line for line in (service.name, *_lines(service.postal_address)) if line],
        "recipient": [line for line in (recipient.name, *_lines(recipient.postal_address)) if line],
        "paragraphs": [asdict(paragraph) for paragraph in paragraphs],
        "foot": _("Demande n° %(number)s") % {"number": number},
        "verification": _verification(code),
    }


def _issue(
    kind: DocumentKind, *, code: str, pdf: bytes, name: str, about: UUID, facts: dict[str, str]
) -> IssuedDocument:
    with transaction.atomic():
        file = keep_made_file(name=name, media_type="application/pdf", content=io.BytesIO(pdf))
        document = IssuedDocument(
            id=new_id(),
            code=code,
            kind=kind,
            about=about,
            file=file,
            sha256=file.sha256,
            facts=facts,
            issued_at=clock.now(),
        )
        with actor.admitting(document.pk):
            document.save(force_insert=True)
    return document


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]


def _verification(code: str) -> dict[str, str]:
    url = verification_url(code)
    return {
        "qr": qr_code(url),
        "qr_alt": _("Code QR de l’adresse de vérification"),
        "url": url,
        "code": say_code(code),
        "sentence": _(
            "Pour vérifier que ce document est authentique, ouvrez cette adresse ou tapez-y ce code :"
        ),
    }
