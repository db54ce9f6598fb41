"""Issuing letters: drawn, kept, and given a code by which anyone can check them."""

import io
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import actor, clock
from parvis.documents.attestation_wording import (
    attestation_sentences,
    attestation_title,
    outage_sentences,
    outage_title,
)
from parvis.documents.decision_wording import decision_sentences, decision_title
from parvis.documents.letters import (
    Attestation,
    Decision,
    FreeLetter,
    OutageCertificate,
    Paragraph,
    Receipt,
    Transmission,
)
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.office.merging import media_type
from parvis.documents.queries import issued_documents
from parvis.documents.receipt_wording import receipt_sentences, receipt_title
from parvis.documents.services.render import qr_code, render_pdf
from parvis.documents.services.store import keep_made_file
from parvis.documents.transmission_wording import transmission_sentences, transmission_title
from parvis.documents.verification import new_code, say_code, verification_url

Told = Receipt | Decision | Attestation | OutageCertificate | Transmission | FreeLetter


def issue_receipt(*, receipt: Receipt, about: UUID, theme: dict[str, Any] | None = None) -> IssuedDocument:
    """Issue an acknowledgement of receipt as PDF about ``about`` (the case's id); call it in a job.

    The language in force is the letter's. The caller attaches ``document.file`` to what it keeps, and checks first
    that none was issued (``queries.issued_documents``).
    """
    name = _("Accusé de réception %(number)s.pdf") % {"number": receipt.number}
    wording = receipt_title(), receipt_sentences(receipt)
    return _issue(
        DocumentKind.RECEIPT, receipt, wording, name=name, about=about, theme=theme, layout="receipt"
    )


def issue_decision(
    *,
    decision: Decision,
    about: UUID,
    theme: dict[str, Any] | None = None,
    written: tuple[str, list[Paragraph]] | None = None,
) -> IssuedDocument:
    """Issue a decision as PDF about ``about`` (the case's id); call it in a job, as ``issue_receipt``.

    ``written``: the title and the wording that the body chose, mentions included.
    """
    name = _("Décision %(number)s.pdf") % {"number": decision.number}
    wording = written or (decision_title(decision), decision_sentences(decision))
    return _issue(
        DocumentKind.DECISION, decision, wording, name=name, about=about, theme=theme, layout="decision"
    )


def issue_attestation(
    *, attestation: Attestation, about: UUID, theme: dict[str, Any] | None = None
) -> IssuedDocument:
    """Issue the attestation of an implied acceptance as PDF about a case; call it in a job, as ``issue_receipt``."""
    name = _("Attestation d’acceptation %(number)s.pdf") % {"number": attestation.number}
    wording = attestation_title(), attestation_sentences(attestation)
    return _issue(DocumentKind.ATTESTATION, attestation, wording, name=name, about=about, theme=theme)


def issue_outage_certificate(
    *, certificate: OutageCertificate, about: UUID, theme: dict[str, Any] | None = None
) -> IssuedDocument:
    """Issue the certificate of an outage as PDF about a case; call it in a job, as ``issue_receipt``."""
    name = _("Attestation de panne %(number)s.pdf") % {"number": certificate.number}
    wording = outage_title(), outage_sentences(certificate)
    return _issue(DocumentKind.OUTAGE, certificate, wording, name=name, about=about, theme=theme)


def issue_transmission(
    *, transmission: Transmission, about: UUID, theme: dict[str, Any] | None = None
) -> IssuedDocument:
    """Issue a demand handed over as PDF about its case; call it in a job, as ``issue_receipt``."""
    name = _("Demande %(number)s transmise.pdf") % {"number": transmission.number}
    wording = transmission_title(), transmission_sentences(transmission)
    return _issue(DocumentKind.TRANSMISSION, transmission, wording, name=name, about=about, theme=theme)


def _issue(
    kind: DocumentKind,
    told: Told,
    wording: tuple[str, list[Paragraph]],
    *,
    name: str,
    about: UUID,
    theme: dict[str, Any] | None,
    layout: str = "attestation",
) -> IssuedDocument:
    """Draw a letter in a layout, keep it, and give it its code."""
    code = new_code()
    title, paragraphs = wording
    pdf = render_pdf(layout, letter_of(told, title=title, paragraphs=paragraphs, code=code), theme=theme)
    return _keep(kind, pdf, name=name, code=code, about=about, facts=told.facts())


def issue_letter(
    *, letter: FreeLetter, about: UUID, key: str, theme: dict[str, Any] | None = None, name: str = ""
) -> IssuedDocument:
    """Issue a letter of free text as PDF about ``about``; call it in a job. The same ``key`` gives the same letter.

    ``name``: that of its file, its title and the number of the case when "".
    """
    if known := _issued(about, key):
        return known
    code = new_code()
    drawn = letter_of(letter, title=letter.title, paragraphs=letter_sentences(letter), code=code)
    pdf = render_pdf("attestation", drawn, theme=theme)
    name = name or f"{letter.title[:80]} {letter.number}.pdf"
    facts = {**letter.facts(), "key": key}
    return _keep(DocumentKind.LETTER, pdf, name=name, code=code, about=about, facts=facts)


def issue_merged(*, letter: FreeLetter, kind: str, content: bytes, about: UUID, key: str) -> IssuedDocument:
    """Keep an office file merged for ``about`` as issued; call it in a job. The same ``key`` gives the same letter.

    It carries no code of verification: whoever wrote the file decided what stands in it.
    """
    if known := _issued(about, key):
        return known
    name = f"{letter.title[:80]} {letter.number}.{kind}"
    facts = {**letter.facts(), "key": key}
    return _keep(
        DocumentKind.LETTER,
        content,
        name=name,
        code=new_code(),
        about=about,
        facts=facts,
        media=media_type(kind),
    )


def issue_signed_pdf(
    *, content: bytes, name: str, about: UUID, key: str, facts: dict[str, str]
) -> IssuedDocument:
    """Keep a PDF signed elsewhere as issued; the same ``key`` gives the same one. ``facts``: of what was signed.

    It carries no code of verification of ours: its own signature proves it.
    """
    if known := _issued(about, key):
        return known
    kept = {**facts, "key": key}
    return _keep(DocumentKind.LETTER, content, name=name, code=new_code(), about=about, facts=kept)


def _issued(about: UUID, key: str) -> IssuedDocument | None:
    """Return the letter that was already issued under a key: a job made again issues nothing twice."""
    with transaction.atomic():
        letters = issued_documents(about, DocumentKind.LETTER)
        return next((each for each in letters if each.facts.get("key") == key), None)


def preview_letter(*, letter: FreeLetter, theme: dict[str, Any] | None = None) -> bytes:
    """Return the PDF of a letter that is not issued: it says so where its verification would stand."""
    drawn = letter_of(letter, title=letter.title, paragraphs=letter_sentences(letter), code="")
    drawn["verification"] = None
    drawn["unissued"] = _("Aperçu : ce document n’a pas été émis.")
    return render_pdf("attestation", drawn, theme=theme)


def letter_sentences(letter: FreeLetter) -> list[Paragraph]:
    """Return the wording of a letter, in the order of reading."""
    if letter.wording:
        return list(letter.wording)
    signature = [Paragraph("text", letter.author)] if letter.author else []
    return [*(Paragraph("text", text) for text in letter.paragraphs), *signature]


def letter_of(
    told: Told,
    *,
    title: str,
    paragraphs: list[Paragraph],
    code: str,
) -> dict[str, Any]:
    """Return what the layout of a letter reads: words only, in the language in force."""
    service, recipient = told.service, told.recipient
    return {
        "title": title,
        "body": service.body,
        "sender": [line for line in (service.name, *_lines(service.postal_address)) if line],
        "recipient": [line for line in (recipient.name, *_lines(recipient.postal_address)) if line],
        "paragraphs": [_drawn(paragraph) for paragraph in paragraphs],
        "foot": _foot(told) % {"number": told.number},
        "verification": _verification(code),
    }


def _drawn(paragraph: Paragraph) -> dict[str, Any]:
    """Return a paragraph as the layout reads it: strokes checked when they were kept become a picture."""
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path fill="none" stroke="#221f1b" '
        f'stroke-width="4" stroke-linecap="round" stroke-linejoin="round" d="{paragraph.drawing}"/></svg>'
    )
    return {**asdict(paragraph), "picture": picture if paragraph.drawing else ""}


def _foot(told: object) -> str:
    if isinstance(told, OutageCertificate) and told.is_attempt:
        return _("Tentative n° %(number)s")
    return _("Demande n° %(number)s")


@transaction.atomic
def _keep(
    kind: DocumentKind,
    content: bytes,
    *,
    name: str,
    code: str,
    about: UUID,
    facts: dict[str, str],
    media: str = "application/pdf",
) -> IssuedDocument:
    file = keep_made_file(name=name, media_type=media, content=io.BytesIO(content))
    document = IssuedDocument(
        code=code, kind=kind, about=about, file=file, sha256=file.sha256, facts=facts, issued_at=clock.now()
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
