"""Breaches of personal data found while treating a case: recorded, notified or shown harmless (RGPD, article 33)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases import access, journal, tasks
from parvis.cases.clock_kinds.breach import notification_due
from parvis.cases.errors import WrongState
from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.recipients import recipients
from parvis.cases.services.saving import save_case
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock, jobs
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.deadlines.wording import moment_in_words
from parvis.organisations.access import AgentSession


@transaction.atomic
def report_breach(
    *,
    case_id: UUID,
    aware_at: datetime,
    what: str,
    measures: str,
    persons: int | None,
    by: AgentSession,
) -> Case:
    """Record a breach that concerns a case; the 72 hours run from ``aware_at``, and the body's DPO is told at once.

    ``persons`` is about how many are concerned, None when unknown. Raises CaseNotFound, NotForThisRole, Invalid,
    WrongState while another breach of the same case is followed.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    if not what.strip():
        raise Invalid({"what": [_("Dites ce qui s’est passé.")]})
    if aware_at > clock.now():
        raise Invalid({"aware_at": [_("Ce moment est à venir : écrivez quand vous l’avez appris.")]})
    if access.breach_followed(case):
        raise WrongState
    facts = {"breach": str(new_id()), "aware_at": aware_at.isoformat(), "persons": persons}
    personal = {"what": what.strip(), "measures": measures.strip()}
    with actor.admitting(case.pk):
        journal.record(case, "breach_found", facts=facts, personal=personal)
        save_case(case)
    jobs.defer(tasks.tell_breach, case_id=str(case.pk), breach=facts["breach"])
    return case


@transaction.atomic
def notify_breach(
    *,
    case_id: UUID,
    notified_at: datetime,
    reference: str,
    by: AgentSession,
    persons_told: bool = False,
    why_late: str = "",
) -> Case:
    """Record that the CNIL was told; past 72 hours, with the reasons of the delay (RGPD, article 33, 1).

    ``persons_told`` says whether those concerned were told too (article 34). Raises CaseNotFound, NotForThisRole,
    Invalid, WrongState.
    """
    case, found = _followed(case_id, by)
    aware_at = datetime.fromisoformat(found["aware_at"])
    if not aware_at <= notified_at <= clock.now():
        raise Invalid({"notified_at": [_("Ce moment n’est pas entre la découverte et maintenant.")]})
    if notified_at > notification_due(aware_at) and not why_late.strip():
        raise Invalid({"why_late": [_("Les 72 heures sont passées : la CNIL demande pourquoi.")]})
    facts = {
        "breach": found["breach"],
        "notified_at": notified_at.isoformat(),
        "reference": reference.strip(),
        "persons_told": persons_told,
    }
    with actor.admitting(case.pk):
        personal = {"why_late": why_late.strip()} if why_late.strip() else None
        journal.record(case, "breach_notified", facts=facts, personal=personal)
        save_case(case)
    return case


@transaction.atomic
def clear_breach(*, case_id: UUID, why: str, by: AgentSession) -> Case:
    """Record that a breach puts nobody at risk, and why: it is kept, and not notified (RGPD, article 33, 1 and 5).

    Raises CaseNotFound, NotForThisRole, Invalid, WrongState.
    """
    case, found = _followed(case_id, by)
    if not why.strip():
        raise Invalid({"why": [_("Dites pourquoi personne n’est en danger : la CNIL peut le demander.")]})
    with actor.admitting(case.pk):
        journal.record(
            case, "breach_cleared", facts={"breach": found["breach"]}, personal={"why": why.strip()}
        )
        save_case(case)
    return case


def _followed(case_id: UUID, by: AgentSession) -> tuple[Case, dict[str, str]]:
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    found = access.breach_followed(case)
    if found is None:
        raise WrongState
    return case, found


@transaction.atomic
def tell_breach(*, case_id: UUID, breach: str) -> None:
    """Write to the data-protection officer of the body, as the system; to those who manage the team when none is.

    Journalled, for the register says who was told and when; again without harm.
    """
    case = access.get_case(case_id, lock=True)
    if case.journal.filter(kind="breach_told", facts__breach=breach).exists():
        return
    entry = case.journal.get(kind="breach_found", facts__breach=breach)
    due = notification_due(datetime.fromisoformat(entry.facts["aware_at"]))
    facts = {
        "number": say_number(case.number),
        "what": (entry.personal or {}).get("what", ""),
        "due": moment_in_words(timezone.localtime(due)),
    }
    subject = _("Violation de données : 72 heures pour prévenir la CNIL")
    text = _(
        "Bonjour,\n\nUn agent signale une violation de données sur la demande n° %(number)s :\n\n%(what)s\n\n"
        "La CNIL est à prévenir au plus tard le %(due)s, sauf si personne n’est en danger (RGPD, article 33). "
        "Le service note la suite sur la page de la demande."
    )
    agents = recipients(case, ["dpo"])
    named = {"agents": [agent.pk for agent in agents], "told": [str(agent) for agent in agents]}
    journal.record(case, "breach_told", facts={"breach": breach, **named})
    save_case(case)
    for agent in agents:
        queue_message(
            about=new_id(),  # not the case: its journal keeps what was sent to its person
            channel="email",
            recipient=agent.account.email,
            subject=subject,
            text=text % facts,
            sender_name=case.organisation.name,
        )
