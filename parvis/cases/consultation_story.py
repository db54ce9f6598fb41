"""The opinions and validations asked about a case, as the page of the case tells them to an agent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from parvis.cases.models import Case, Consultation
from parvis.cases.services.consultations import may_answer, may_delegate
from parvis.common.errors import NotFound
from parvis.organisations.absence_queries import absences_today
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Absence


@dataclass(frozen=True, slots=True)
class Asked:
    """One opinion or validation. ``away_until`` is the last day away of who must answer, ``instead`` who stands in."""

    id: UUID
    kind: str
    label: str
    team: str
    who: str
    state: str
    waiting: bool
    due_at: datetime | None
    late: bool
    answer: str
    answered_by: str
    away_until: date | None = None
    instead: str = ""
    may_answer: bool = False


def asked_about(case: Case, agent: AgentSession) -> list[Asked]:
    """Return what is asked about a case in its present status, in the order it was."""
    rows = case.consultations.filter(turn=case.status_turn)
    found = list(rows.select_related("team", "agent", "answered_by"))
    named = [row.agent_id for row in found if row.is_waiting and row.agent_id]
    away = absences_today(named) if named else {}
    return [_told(row, agent, away) for row in found]


def awaited(asked: Iterable[Asked]) -> str:
    """Return who must answer now, those who stand in for them, "" when nobody is awaited."""
    names = (one.instead or one.who or one.team for one in asked if one.waiting)
    return ", ".join(dict.fromkeys(names))


def consultation_for(case: Case, consultation_id: UUID) -> Consultation:
    """Return what is asked about a case that the reader sees. Raises NotFound."""
    row = case.consultations.select_related("team", "agent").filter(pk=consultation_id).first()
    if row is None:
        raise NotFound
    return row


def _told(row: Consultation, agent: AgentSession, away: Mapping[int, Absence]) -> Asked:
    absence = away.get(row.agent_id) if row.agent_id else None
    instead = absence.replaced_by if absence else None
    by = row.answered_by
    return Asked(
        id=row.pk,
        kind=row.kind,
        label=str(row.get_kind_display()),
        team=row.team.name,
        who=str(row.agent) if row.agent else "",
        state=str(row.get_state_display()),
        waiting=row.is_waiting,
        due_at=row.due_at if row.is_waiting else None,
        late=row.is_late,
        answer=row.answer,
        answered_by=_("par %(name)s") % {"name": by} if by and by.pk != row.agent_id else "",
        away_until=absence.until if absence else None,
        instead=str(instead) if instead else "",
        may_answer=row.is_waiting
        and not row.signing.get("book")  # signed elsewhere: nobody signs here
        and (may_answer(agent, row) or may_delegate(agent, row)),
    )
