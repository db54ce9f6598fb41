"""The letters that a body wrote, said for a case: what their texts read, the blocks that the product writes."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.letters import last_appeal, recipient_of, service_of
from parvis.cases.services.workflow_values import values_of
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms import engine
from parvis.catalogue.letters.document import BadLetter, Blocks, compile_letter, said_fields
from parvis.catalogue.models import LetterTemplateVersion
from parvis.catalogue.workflows.definition import Workflow, workflow_of
from parvis.common import clock
from parvis.documents.decision_wording import (
    appeal_sentences,
    author_sentences,
    decision_blocks,
    decision_title,
)
from parvis.documents.letters import Decision, FreeLetter, Paragraph
from parvis.documents.receipt_wording import service_sentences
from parvis.organisations.access import AgentSession


def write_letter(
    case: Case, version: LetterTemplateVersion, by: AgentSession | None, *, title: str = ""
) -> FreeLetter:
    """Return the letter of a template for a case, with its legal blocks. Raises BadLetter: where, on which case."""
    said, wording = said_for(case, version, values_for(case, version), letter_blocks(case, by))
    return FreeLetter(
        number=say_number(case.number),
        procedure=engine.compiled(case.version).title,
        title=title or said,
        paragraphs=(),
        author="",
        written_on=timezone.localdate(clock.now()),
        service=service_of(case),
        recipient=recipient_of(case),
        wording=wording,
    )


def fields_for(case: Case, version: LetterTemplateVersion) -> dict[str, str]:
    """Return what each field of a file to merge says for a case. Raises BadLetter: where, on which case."""
    try:
        return said_fields(version.document["fields"], values_for(case, version), questions_of(case))
    except BadLetter as wrong:
        raise _unsuited(case, version, wrong) from None


def write_decision(
    case: Case, version: LetterTemplateVersion, decision: Decision
) -> tuple[str, list[Paragraph]]:
    """Return the title and the wording of a decision as the body wrote it. Raises BadLetter."""
    said, wording = said_for(case, version, values_for(case, version), decision_blocks(decision))
    return said or decision_title(decision), wording


def letter_blocks(case: Case, by: AgentSession | None) -> Blocks:
    """Return what the product writes in a letter that is not a decision, by code."""
    today = timezone.localdate(clock.now())
    return {
        "reference": lambda: [Paragraph("facts", facts=_reference(case))],
        "decision": list,
        "reasons": list,
        "author": lambda: author_sentences(today, "", by.name if by else "", by.capacity if by else ""),
        "appeal": lambda: appeal_sentences(last_appeal(case, today)),
        "service": lambda: service_sentences(service_of(case)),
    }


def questions_of(case: Case) -> dict[str, Question]:
    """Return the questions that texts may name by key: the person's, then the agents'."""
    own = engine.compiled_for_agents(case.version)
    return {**engine.compiled(case.version).by_key, **(own.by_key if own else {})}


def values_for(case: Case, version: LetterTemplateVersion) -> dict[str, Any]:
    """Return what a letter reads of a case: nothing else is looked up."""
    flow = workflow_of(case.version) or _NO_WORKFLOW
    return values_of(case, replace(flow, document={**flow.document, "letter": version.document}))


def said_for(
    case: Case, version: LetterTemplateVersion, values: dict[str, Any], blocks: Blocks
) -> tuple[str, list[Paragraph]]:
    """Return the title and the wording of a letter for a case. Raises BadLetter: where, on which case."""
    made = compile_letter(version.document, questions_of(case))
    try:
        return made.said_title(values), made.paragraphs(values, blocks)
    except BadLetter as wrong:
        raise _unsuited(case, version, wrong) from None


def _unsuited(case: Case, version: LetterTemplateVersion, wrong: BadLetter) -> BadLetter:
    said = _("Le modèle « %(title)s » ne convient pas à la demande %(number)s. %(why)s")
    facts = {"title": version.template.title, "number": say_number(case.number), "why": str(wrong)}
    return BadLetter(said % facts)


def _reference(case: Case) -> list[tuple[str, str]]:
    facts = [
        (_("Numéro de la demande"), say_number(case.number)),
        (_("Démarche"), engine.compiled(case.version).title),
        (_("Objet"), case.subject),
    ]
    return [fact for fact in facts if fact[1]]


_NO_WORKFLOW = Workflow(
    document={}, first="", statuses={}, transitions={}, functions={}, templates={}, forms={}
)
