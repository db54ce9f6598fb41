"""Where a case is in its workflow, in plain words: why, who must act, by when, what can be done, what went wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases.appointment_story import Meeting, appointments_of
from parvis.cases.consultation_story import Asked, asked_about, awaited
from parvis.cases.models import (
    ActionRun,
    Case,
    CaseLink,
    JournalEntry,
    LegalState,
    Outcome,
    RunState,
    Timer,
    TimerState,
)
from parvis.cases.payment_story import Due, payments_of
from parvis.cases.services.people_of import holders_of
from parvis.cases.services.timers import shifted
from parvis.cases.services.workflow_values import values_of
from parvis.cases.workflow_access import PERSONS, agent_may, holds, person_may
from parvis.catalogue.workflows.definition import (
    FUNCTION,
    TIMED,
    Status,
    Transition,
    Workflow,
    workflow_of,
)
from parvis.common import clock
from parvis.organisations.access import AgentSession

BY_SILENCE = frozenset({Outcome.IMPLIED_GRANTED, Outcome.IMPLIED_REFUSED})


@dataclass(frozen=True, slots=True)
class Offer:
    """A transition that the reader may make. ``asks``: a form or a confirmation comes first."""

    key: str
    label: str
    help: str
    confirm: str
    asks: bool
    open: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """A transition that will happen by itself."""

    id: int
    label: str
    at: datetime
    reason: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """An action that failed, or waits."""

    id: UUID
    name: str
    reason: str
    failed: bool
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Words:
    """A notice at the top of the case."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the case is, for one reader."""

    key: str
    label: str
    tone: str
    text: str
    why: str
    who: str
    until: datetime | None
    notices: list[Words] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    consultations: list[Asked] = field(default_factory=list)
    linked: list[CaseLink] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    payments: list[Due] = field(default_factory=list)
    appointments: list[Meeting] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Return whether an action needs an agent to be tried again, or given up."""
        return any(each.failed for each in self.troubles)

    @property
    def late(self) -> bool:
        """Return whether what should have happened by now has not."""
        return self.until is not None and self.until < clock.now()

    @property
    def last_day(self) -> date | None:
        """Return the day by when something should happen."""
        return timezone.localdate(self.until) if self.until else None


def place_for_agent(case: Case, agent: AgentSession) -> Place | None:
    """Return where a case is, for an agent; None when its procedure has no workflow."""
    flow = workflow_of(case.version)
    if flow is None or case.status not in flow.statuses:
        return None
    status, values = flow.status(case.status), values_of(case, flow)
    offers = [
        _offer(each, values) for each in _pressed(flow, case, values) if agent_may(agent, case, flow, each)
    ]
    asked, coming, troubles = asked_about(case, agent), _coming(case, flow), _troubles(case, flow)
    held = str(case.team) if any(each.failed for each in troubles) else ""
    return Place(
        key=status.key,
        label=status.label,
        tone=status.tone,
        text="",
        why=_why(case),
        who=awaited(asked) or held or _who(case, flow, status),
        until=_until(case, status, values, coming),
        notices=_notices(status, values, agent=agent, case=case, flow=flow),
        offers=offers,
        coming=coming,
        troubles=troubles,
        consultations=asked,
        linked=list(CaseLink.objects.filter(case=case).select_related("other")),
        tags=case.track.get("tags", {}).get("all", []),
        stopped=case.track.get("stopped", {}).get("path", []),
        payments=payments_of(case),
        appointments=appointments_of(case),
    )


def place_for_person(case: Case, language: str = "fr") -> Place | None:
    """Return where a case is, in the words of its person; None when its procedure has no workflow."""
    flow = workflow_of(case.version, language)
    if flow is None or case.status not in flow.statuses:
        return None
    status, values = flow.status(case.status), values_of(case, flow)
    offers = [_offer(each, values) for each in _pressed(flow, case, values) if person_may(each)]
    timed = status.within is None and any(each.when.on in TIMED for each in flow.leaving(case.status))
    coming = _coming(case, flow) if timed else []
    own = [
        Words(each.text.said(values), each.tone)
        for each in status.notices
        if (not each.to or PERSONS.intersection(each.to))
        and (not each.condition or each.condition.holds(values))
    ]
    return Place(
        key=status.key,
        label=status.person_label,
        tone=status.tone,
        text=status.person_text.said(values) if status.person_text else "",
        why="",
        who=_who_for_person(case, status),
        until=_until(case, status, values, coming),
        notices=own,
        offers=offers,
        payments=payments_of(case),
        appointments=appointments_of(case),
    )


def transition_offered(case: Case, key: str, *, agent: AgentSession | None) -> Transition | None:
    """Return a transition that the reader (an agent, or the person when None) may make now, None otherwise."""
    flow = workflow_of(case.version)
    if flow is None or case.status not in flow.statuses:
        return None
    for each in _pressed(flow, case, values_of(case, flow)):
        if each.key == key:
            may = agent_may(agent, case, flow, each) if agent else person_may(each)
            return each if may else None
    return None


def confirmation(case: Case, transition: Transition) -> str:
    """Return what is said before a transition is made, "" when nothing is."""
    flow = workflow_of(case.version)
    return transition.confirm.said(values_of(case, flow)) if flow and transition.confirm else ""


def _pressed(flow: Workflow, case: Case, values: Mapping[str, Any]) -> list[Transition]:
    return [
        each
        for each in flow.leaving(case.status)
        if each.pressed and (each.condition is None or each.condition.holds(values))
    ]


def _offer(each: Transition, values: Mapping[str, Any]) -> Offer:
    confirm = each.confirm.said(values) if each.confirm else ""
    return Offer(each.key, each.label, each.help, confirm, bool(each.form or confirm), each.when.on == "form")


def _why(case: Case) -> str:
    """Return what led there: the sentence of the last move."""
    moves = JournalEntry.objects.filter(case=case, kind="status_moved").select_related("agent")
    last = moves.order_by("position").last()
    if last is None:
        return _("La demande vient d’arriver.")
    facts = last.facts
    causes = {
        "button": _("« %(label)s » a été choisi."),
        "form": _("« %(label)s » a été rempli."),
        "arrival": _("C’est la suite automatique : « %(label)s »."),
        "delay": _("Le délai prévu est passé : « %(label)s »."),
        "date": _("La date prévue est arrivée : « %(label)s »."),
        "event": _("La personne ou le service a agi : « %(label)s »."),
        "signal": _("Un autre logiciel l’a signalé : « %(label)s »."),
        "case_ended": _("Une demande liée est terminée : « %(label)s »."),
        "opinions": _("Les avis sont arrivés : « %(label)s »."),
        "validation": _("La réponse attendue est arrivée : « %(label)s »."),
        "failure": _("Une action a échoué : « %(label)s »."),
    }
    if facts.get("cause") == "gesture" and case.outcome in BY_SILENCE and case.state == LegalState.DECIDED:
        return _("Le délai est passé sans réponse : le silence a décidé.")
    if facts.get("cause") == "version":
        return _("La démarche a changé de version : la demande continue à cette étape.")
    said = causes.get(str(facts.get("cause")))
    if last.agent is not None and facts.get("cause") in {"button", "form"}:
        said = _("%(who)s a choisi « %(label)s ».")
    elif last.agent is not None and facts.get("cause") == "signal":
        said = _("%(who)s l’a noté : « %(label)s ».")
    if said is None or not facts.get("label"):
        return _("Un geste du bureau l’a menée là.")
    return said % {"label": facts["label"], "who": last.agent or ""}


def _who(case: Case, flow: Workflow, status: Status) -> str:
    if status.final:
        return ""
    named = [_named(case, flow, who) for who in status.waits_for or _default_who(case)]
    return ", ".join(dict.fromkeys(named))


def _default_who(case: Case) -> tuple[str, ...]:
    if case.state == LegalState.WAITING_FOR_PERSON:
        return ("person",)
    return ("system",) if case.state == LegalState.WAITING_FOR_THIRD_PARTY else ("handler",)


def _named(case: Case, flow: Workflow, who: str) -> str:
    if who in PERSONS:
        return _("la personne")
    if who in {"system", "payer"}:
        return _("un autre organisme") if who == "system" else _("qui paie")
    holders = holders_of(case, flow, who)
    names = [str(agent or team) for team, agent in holders]
    if who.startswith(FUNCTION):
        label = flow.functions.get(who.removeprefix(FUNCTION), {}).get("label", "")
        return f"{label} ({', '.join(names)})" if names else _("%(label)s, à désigner") % {"label": label}
    return ", ".join(names) or _("le service")


def _who_for_person(case: Case, status: Status) -> str:
    if status.final:
        return ""
    waits = status.waits_for or _default_who(case)
    if PERSONS.intersection(waits):
        return _("C’est à vous d’agir.")
    if set(waits) == {"system"}:
        return _("Un autre organisme doit répondre. Vous n’avez rien à faire.")
    return _("%(team)s s’en occupe. Vous n’avez rien à faire.") % {"team": case.team.name}


def _until(
    case: Case, status: Status, values: Mapping[str, Any], coming: Iterable[Coming]
) -> datetime | None:
    """Return by when something should happen: what the status says, else its nearest timer."""
    if status.within is not None and case.status_since is not None:
        amount = status.within.amount(values)
        if amount is not None:
            return shifted(case, case.status_since, amount, status.within.unit)
    return min((each.at for each in coming if not each.stopped), default=None)


def _notices(
    status: Status, values: Mapping[str, Any], *, agent: AgentSession, case: Case, flow: Workflow
) -> list[Words]:
    return [
        Words(each.text.said(values), each.tone)
        for each in status.notices
        if (not each.to or any(holds(agent, case, flow, who) for who in each.to))
        and (not each.condition or each.condition.holds(values))
    ]


def _coming(case: Case, flow: Workflow) -> list[Coming]:
    rows = Timer.objects.filter(
        case=case, turn=case.status_turn, state__in=[TimerState.WAITING, TimerState.STOPPED]
    )
    return [
        Coming(
            row.pk,
            flow.transitions[row.transition].label if row.transition in flow.transitions else row.transition,
            row.due_at,
            row.reason,
            row.state == TimerState.STOPPED,
        )
        for row in rows
    ]


def _troubles(case: Case, flow: Workflow) -> list[Trouble]:
    rows = ActionRun.objects.filter(case=case, state__in=[RunState.FAILED, RunState.WAITING])
    names = {step.place: step.name for step in flow.steps()}
    return [
        Trouble(
            row.pk, names.get(row.place, row.place), row.reason, row.state == RunState.FAILED, row.next_at
        )
        for row in rows
    ]
