"""Persons whom no message reached, and how each wants to be answered: what agents do about it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from parvis.cases import access, journal, tasks
from parvis.cases.models import Case
from parvis.cases.services.saving import save_case
from parvis.channels.services.fates import return_letter
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.common.jobs import defer
from parvis.organisations.access import AgentSession
from parvis.people.models import ChannelChoice, ChoiceSource
from parvis.people.services.channel_choices import Choice, note_choice


@transaction.atomic
def ask_to_reach(*, case_id: UUID, key: str, why: Mapping[str, str]) -> None:
    """Give the team the task of reaching the person of a case, once a ``key``. Raises CaseNotFound.

    ``why``: « call » when they want to be called, with what for; « lacks » what keeps a letter from leaving.
    """
    case = access.get_case(case_id, lock=True)
    with actor.admitting(case.pk):
        if not case.journal.filter(kind="unreached", facts__key=key).exists():
            journal.record(case, "unreached", facts={"key": key, **why})
            save_case(case)


@transaction.atomic
def mark_reached(*, case_id: UUID, note: str, by: AgentSession) -> Case:
    """Note that the person was reached another way, and how: the task ends. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    with actor.admitting(case.pk):
        journal.record(case, "reached", personal={"note": note.strip()[:300]} if note.strip() else None)
        save_case(case)
        for entry in case.journal.filter(kind="unreached", facts__lacks="address"):  # it may be known by now
            defer(tasks.post_decision, case_id=str(case.pk), document_id=entry.facts["key"])
    return case


@transaction.atomic
def letter_returned(*, case_id: UUID, message_id: UUID, reason: str, by: AgentSession) -> None:
    """Note that a letter about a case came back, once: its team has to reach the person.

    Raises CaseNotFound, NotForThisRole, NotFound when no such letter left.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    return_letter(about=case.pk, message_id=message_id, reason=reason)


@transaction.atomic
def note_channel(
    *,
    case_id: UUID,
    choice: Choice,
    source: ChoiceSource,
    proof: str,
    by: AgentSession,
    proof_file: UUID | None = None,
) -> ChannelChoice:
    """Note how the person of a case wants to be answered, with its proof.

    Who has a space of their own changes it there too: the last word counts. Raises CaseNotFound, NotForThisRole,
    NotFound without person, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    if case.person_id is None:
        raise NotFound
    noted = note_choice(
        person_id=case.person_id, choice=choice, source=source, proof=proof, proof_file=proof_file
    )
    with actor.admitting(case.pk):
        facts = {"preferred": noted.preferred_channel, "consents": noted.consents, "source": noted.source}
        journal.record(
            case, "channel_chosen", facts=facts, personal={"proof": noted.proof} if noted.proof else None
        )
        save_case(case)
    return noted
