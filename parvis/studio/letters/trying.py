"""What a letter that is being written says, for the case that the builder chose."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from parvis.cases.access import get_case_by_number
from parvis.cases.numbers import read_number
from parvis.cases.services.letter_trials import try_on_case, try_on_nobody
from parvis.catalogue.letters.document import BLOCKS, BadLetter
from parvis.catalogue.models import LetterTemplate, LetterTemplateVersion, LetterUse
from parvis.common.errors import DomainError, NotFound
from parvis.documents.drawing import as_html
from parvis.documents.letters import FreeLetter
from parvis.documents.services.issue import letter_sentences, preview_letter
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation


@dataclass(frozen=True)
class Trial:
    """A letter as it would be read, or why it cannot be. ``case``: the number as it was typed."""

    case: str
    title: str = ""
    html: str = ""
    letter: FreeLetter | None = None
    error: str = ""


def try_letter(
    template: LetterTemplate, document: dict[str, Any], body: Organisation, by: AgentSession, number: str
) -> Trial:
    """Return what a letter says for a case, a made-up one without a number."""
    version = LetterTemplateVersion(template=template, number=0, document=document)
    try:
        with translation.override("fr"):
            letter = _tried(version, body, by, number)
            html = as_html(letter_sentences(letter), heading_level=4)
    except DomainError as refusal:
        return Trial(number, error=str(refusal))
    return Trial(number, letter.title, html, letter)


def first_words(template: LetterTemplate) -> dict[str, Any]:
    """Return what a letter begins with: its mentions, and where to write."""
    if template.use == LetterUse.DECISION:
        title = _("Décision sur votre demande")
        return {"title": title, "parts": [{"style": "block", "block": code} for code in BLOCKS]}
    return {
        "title": _("Votre demande"),
        "parts": [
            {"style": "block", "block": "reference"},
            {"style": "text", "text": "{{ person.civility }} {{ person.last_name }},"},
            {"style": "block", "block": "author"},
        ],
    }


def pdf_of(trial: Trial, body: Organisation) -> bytes:
    """Return the PDF of a trial. Raises BadLetter when there is none."""
    if trial.letter is None:
        raise BadLetter(trial.error)
    with translation.override("fr"):
        return preview_letter(letter=trial.letter, theme=body.theme)


def _tried(version: LetterTemplateVersion, body: Organisation, by: AgentSession, number: str) -> FreeLetter:
    if not number:
        return try_on_nobody(version, body, by)
    read = read_number(number)
    unseen = _("Aucune demande de ce numéro ne vous est montrée dans cet organisme.")
    if read is None:
        raise NotFound(unseen)
    case = get_case_by_number(read)
    if case.organisation_id != body.pk:
        raise NotFound(unseen)
    return try_on_case(case, version, by)
