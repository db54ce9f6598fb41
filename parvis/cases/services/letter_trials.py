"""A letter that is being written, tried: on a case that the builder sees, or on one that nobody lodged."""

from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.letter_words import letter_blocks, said_for, values_for
from parvis.cases.services.letters import recipient_of, service_of
from parvis.catalogue.expressions import CONTEXT_NAMES, Context
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms import engine
from parvis.catalogue.letter_queries import latest_version, names_known
from parvis.catalogue.letters.document import Blocks, compile_letter
from parvis.catalogue.models import LetterTemplate, LetterTemplateVersion, LetterUse
from parvis.catalogue.workflows.names import CASE, CASE_PARTS
from parvis.common import clock
from parvis.documents import letters
from parvis.documents.decision_wording import appeal_sentences, author_sentences, decision_blocks
from parvis.documents.letters import FreeLetter, Outcome, Paragraph, Recipient, Service
from parvis.documents.receipt_wording import service_sentences
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.organisations.opening_hours import hours_in_words

NUMBER = "7301 6402 1185"
_PERSON = {
    "civility": "Mme",
    "first_name": "Claire",
    "last_name": "Martin",
    "email": "claire@exemple.fr",
    "phone": "02 00 00 00 00",
    "street": "4 rue du Moulin",
    "postcode": "27300",
    "city": "Bernay",
}


def try_on_case(case: Case, version: LetterTemplateVersion, by: AgentSession) -> FreeLetter:
    """Return what a letter would say for a case. Raises BadLetter."""
    service, recipient = service_of(case), recipient_of(case)
    blocks = letter_blocks(case, by)
    if version.template.use == LetterUse.DECISION:
        blocks = decision_blocks(_refusal(say_number(case.number), case.subject, service, recipient, by))
    title, wording = said_for(case, version, values_for(case, version), blocks)
    return _letter(say_number(case.number), title, wording, service, recipient)


def try_on_nobody(version: LetterTemplateVersion, body: Organisation, by: AgentSession) -> FreeLetter:
    """Return what a letter would say for a demand that nobody lodged: the same answers each time. Raises BadLetter."""
    template = version.template
    service = Service(
        body=body.name,
        name=_("Service concerné"),
        postal_address=body.postal_address,
        email=body.email,
        phone=body.phone,
        opening_hours=hours_in_words(body.opening_hours),
    )
    recipient = Recipient(name="Mme Claire Martin", postal_address="4 rue du Moulin\n27300 BERNAY")
    values = _values(template, body)
    made = compile_letter(version.document, _questions(template))
    blocks = (
        decision_blocks(_refusal(NUMBER, values[CASE]["subject"], service, recipient, by))
        if template.use == LetterUse.DECISION
        else _blocks(values, service, by)
    )
    return _letter(NUMBER, made.said_title(values), made.paragraphs(values, blocks), service, recipient)


def _letter(
    number: str, title: str, wording: list[Paragraph], service: Service, recipient: Recipient
) -> FreeLetter:
    return FreeLetter(
        number=number,
        procedure="",
        title=title,
        paragraphs=(),
        author="",
        written_on=timezone.localdate(clock.now()),
        service=service,
        recipient=recipient,
        wording=wording,
    )


def _values(template: LetterTemplate, body: Organisation) -> dict[str, Any]:
    """Return what texts read, every name given: a question that draws nothing is empty."""
    luck, today = Random(7), timezone.localdate(clock.now())  # noqa: S311 - the same trial each time, no secret
    questions = _questions(template)
    values = {**dict.fromkeys(names_known(template) - CONTEXT_NAMES, ""), **Context(person=_PERSON).values()}
    values |= {key: _sample(question, luck) for key, question in questions.items()}
    facts: dict[str, Any] = {**dict.fromkeys(CASE_PARTS, ""), "results": {}, "functions": {}, "signals": {}}
    values[CASE] = facts | {
        "number": NUMBER,
        "subject": template.procedure.title if template.procedure else _("Objet de la demande"),
        "procedure": template.procedure.title if template.procedure else _("Démarche"),
        "body": body.name,
        "team": _("Service concerné"),
        "status_label": _("En cours"),
        "state": "in_progress",
        "received_on": (today - timedelta(days=12)).isoformat(),
        "due_on": (today + timedelta(days=48)).isoformat(),
        "days_in_status": 3,
        "place": "4 rue du Moulin",
        "municipality": body.name,
        "channel": "web",
        "person_name": "Claire Martin",
        "priority": "normal",
        "tags": [],
    }
    return values


def _questions(template: LetterTemplate) -> dict[str, Question]:
    version = latest_version(template.procedure) if template.procedure else None
    if version is None:
        return {}
    own = engine.compiled_for_agents(version)
    return {**engine.compiled(version).by_key, **(own.by_key if own else {})}


def _sample(question: Question, luck: Random) -> Any:
    found = question.type.sample(question, luck) if question.type.asks else None
    return question.type.empty(question) if found is None else found


def _blocks(values: dict[str, Any], service: Service, by: AgentSession) -> Blocks:
    today, case = timezone.localdate(clock.now()), values[CASE]
    reference = [(_("Numéro de la demande"), case["number"]), (_("Objet"), case["subject"])]
    return {
        "reference": lambda: [Paragraph("facts", facts=reference)],
        "decision": list,
        "reasons": list,
        "author": lambda: author_sentences(today, "", by.name, by.capacity),
        "appeal": lambda: appeal_sentences(None),
        "service": lambda: service_sentences(service),
    }


def _refusal(
    number: str, subject: str, service: Service, recipient: Recipient, by: AgentSession
) -> letters.Decision:
    """Return a decision that nobody took, refused so that every block says something."""
    today = timezone.localdate(clock.now())
    return letters.Decision(
        number=number,
        procedure="",
        subject=subject,
        received_on=today - timedelta(days=12),
        outcome=Outcome.REFUSED,
        text=_("(Ici, ce que l’agent décide.)"),
        reasons_in_law=_("(Ici, les motifs de droit.)"),
        reasons_in_fact=_("(Ici, les motifs de fait.)"),
        author_first_name=by.first_name or "Prénom",
        author_last_name=by.last_name or "Nom",
        author_capacity=by.capacity or _("(qualité)"),
        decided_on=today,
        service=service,
        recipient=recipient,
    )
