"""Choosing the service level of a case: at its birth, when it changes body, when its priority does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from parvis.cases import access, journal
from parvis.cases.commitments import INTERNAL_SCOPE, PERSON_SCOPE
from parvis.cases.models import Agreement, Case, JournalEntry, Level
from parvis.cases.services.saving import save_case
from parvis.common.postgresql.compiled import Compiled, hole
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Team


def commit_at_birth(case: Case, team: Team) -> None:
    """Record the agreement that fits a case being born, and what its team owes: read at once, every case asks."""
    known = _at_birth.all(body=case.organisation_id, team=team.pk)
    _commit(case, [one for one in known if one.team_id is None])
    _commit_team(case, team, [one for one in known if one.team_id is not None])


_at_birth = Compiled(
    lambda: Agreement.objects.filter(
        Q(organisation=hole("body"), team=None) | Q(team=hole("team")), is_active=True
    ).order_by("pk")
)


def commit(case: Case) -> None:
    """Record the agreement that fits a locked case, when it is not the one in force."""
    mine = Agreement.objects.filter(organisation=case.organisation_id, team=None, is_active=True)
    _commit(case, list(mine.order_by("pk")))


def commit_team(case: Case, team: Team) -> None:
    """Record what a team owes those who wait for it, as a case arrives there, if an internal agreement says so."""
    _commit_team(case, team, list(Agreement.objects.filter(team=team, is_active=True).order_by("pk")))


def _commit(case: Case, agreements: Sequence[Agreement]) -> None:
    found = best_agreement(case, agreements)
    known = _in_force(case)
    if (found.pk if found else None) != known:
        facts = _facts(found) if found else {"agreement": None}
        journal.record(case, "committed", facts={"scope": PERSON_SCOPE, **facts})
        case.is_committed = True


def _commit_team(case: Case, team: Team, agreements: Sequence[Agreement]) -> None:
    found = best_agreement(case, agreements)
    if found is not None:
        journal.record(case, "committed", facts={"scope": INTERNAL_SCOPE, "team": team.pk, **_facts(found)})
        case.is_committed = True


@transaction.atomic
def prioritise(*, case_id: UUID, impact: Level, urgency: Level, by: AgentSession) -> Case:
    """Say how wide and how urgent a case is; its service level follows. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    if set_levels(case, impact=impact, urgency=urgency):
        save_case(case, "impact", "urgency", "is_committed")
    return case


def set_levels(case: Case, *, impact: Level, urgency: Level) -> bool:
    """Set the levels of a locked case, in memory; return whether it changes anything."""
    if (case.impact, case.urgency) == (impact, urgency):
        return False
    case.impact, case.urgency = impact, urgency
    journal.record(case, "prioritised", facts={"impact": int(impact), "urgency": int(urgency)})
    commit(case)
    return True


@transaction.atomic
def look_at(*, case_id: UUID, by: AgentSession) -> Case:
    """Say that a case was looked at, and that nothing is to be done yet: what a team owes every so often.

    Raises CaseNotFound, NotForThisRole.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    journal.record(case, "looked")
    save_case(case)
    return case


def best_agreement(case: Case, agreements: Sequence[Agreement]) -> Agreement | None:
    """Return the most precise of the agreements that fit a case, the oldest among equals."""
    fitting = [one for one in agreements if _fits(one, case)]
    return max(fitting, key=lambda one: (one.precision, -one.pk), default=None)


def _fits(agreement: Agreement, case: Case) -> bool:
    kind = case.person.kind if case.person is not None else ""
    return (
        agreement.procedure_code in {"", case.procedure_code}
        and agreement.priority in {None, case.priority}
        and agreement.person_kind in {"", kind}
    )


def _in_force(case: Case) -> int | None:
    if not case.is_committed:
        return None
    known = (
        JournalEntry.objects.filter(case=case, kind="committed", facts__scope=PERSON_SCOPE)
        .order_by("position")
        .last()
    )
    pending = [
        one for one in journal.pending(case) if one.kind == "committed" and one.facts["scope"] == PERSON_SCOPE
    ]
    last = pending[-1] if pending else known
    key: int | None = last.facts.get("agreement") if last else None
    return key


def _facts(agreement: Agreement) -> dict[str, Any]:
    """Return the agreement as it stands: the case keeps it, whatever becomes of it."""
    names = (
        "name",
        "first_answer",
        "next_answer",
        "resolution",
        "look_every",
        "remind_after",
        "close_after",
        "pauses",
        "steps",
    )
    return {
        "agreement": agreement.pk,
        "calendar": agreement.calendar_id,
        "shown": agreement.is_shown,
        **{name: getattr(agreement, name) for name in names if getattr(agreement, name)},
    }
