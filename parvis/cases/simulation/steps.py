"""The steps of a trial: who does what, time that passes, what outside systems answer. Each is made by the real service.

A step is a short text, so that a whole trial is one address: « b:take », « j:5 », « v:visa:granted ».
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.models import ActionRun, Case, Consultation, ConsultationState, RunState
from parvis.cases.services import action_runs
from parvis.cases.services.consultations import delegate_consultation
from parvis.cases.services.people_of import holders_of
from parvis.cases.services.signals import receive_signal
from parvis.cases.services.signatures import suppose_answered
from parvis.cases.services.transitions import (
    at_work,
    make_happened,
    make_transition,
    make_transition_as_person,
)
from parvis.cases.services.workflow_values import signal_token, values_of
from parvis.cases.simulation.player import Due, do_jobs, next_due, pass_time
from parvis.cases.simulation.stage import Stage
from parvis.cases.simulation.telling import tell
from parvis.cases.workflow_access import PERSONS
from parvis.catalogue.workflows.definition import FUNCTION, Transition
from parvis.catalogue.workflows.walks import drawn_answers
from parvis.common import actor
from parvis.common.errors import DomainError, NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent

MOST_DAYS = 3650


class NobodyMay(DomainError):
    """Whom a transition names is not there yet."""

    code = "nobody_may"
    message = gettext_lazy("Personne ne peut faire cette suite maintenant.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that can be made now, and its words."""

    code: str
    label: str
    under: str = ""


def make(stage: Stage, code: str) -> str:
    """Make a step; return what was done, in words. Raises NotFound, and what the engine refuses.

    What came by itself meanwhile is in ``stage.came``.
    """
    stage.came = []
    kind, _colon, rest = code.partition(":")
    do = _STEPS.get(kind)
    if do is None:
        raise NotFound(code)
    said = do(stage, rest)
    settle(stage)
    return said


def settle(stage: Stage) -> None:
    """Run what the case does by itself, which jobs do in real life; who tries says what came of the others."""
    with stage.standing():
        do_jobs(stage.aside, other=lambda _job: None)


def offers(stage: Stage) -> list[Offer]:
    """Return the steps that can be made now."""
    with stage.standing():
        case = stage.case()
        values = values_of(case, stage.flow)
        found = [
            *_pressed(stage, case, values),
            *_waiting(stage, case),
            *_consulted(case),
            *_running(stage, case),
        ]
        return [*found, *_time(stage, case)]


# What people do -------------------------------------------------------------------------------------------------


def _pressed(stage: Stage, case: Case, values: Any) -> Iterator[Offer]:
    for each in stage.flow.leaving(case.status):
        if each.pressed and (each.condition is None or each.condition.holds(values)):
            if PERSONS.intersection(each.who):
                yield Offer(f"p:{each.key}", each.label, _("par la personne"))
            if set(each.who) - PERSONS:
                session = _who_may(stage, case, each)
                yield Offer(
                    f"b:{each.key}",
                    each.label,
                    _("par %(who)s") % {"who": session[1]} if session else _("par un agent à désigner"),
                )


def _press(stage: Stage, key: str) -> str:
    with stage.standing():
        case = stage.case()
        each = stage.flow.transition(key)
        session = _who_may(stage, case, each)
        if session is None:
            raise NobodyMay
        with actor.admitting(case.pk):
            make_transition(case_id=case.pk, key=key, by=session[0], answers=_answers(stage, each))
    return _("%(who)s : « %(label)s »") % {"who": session[1], "label": each.label}


def _press_as_person(stage: Stage, key: str) -> str:
    with stage.standing():
        each = stage.flow.transition(key)
        make_transition_as_person(case_id=stage.case_id, key=key, answers=_answers(stage, each))
    return _("La personne : « %(label)s »") % {"label": each.label}


def _answers(stage: Stage, each: Transition) -> dict[str, Any]:
    form = stage.flow.forms.get(each.form)
    return drawn_answers(form, stage.luck) if form else {}


def _who_may(stage: Stage, case: Case, each: Transition) -> tuple[AgentSession, str] | None:
    """Return a session that may make a transition, and who that is in words."""
    for who in each.who:
        if who in PERSONS or who in {"system", "payer"}:
            continue
        if who == "assignee" and case.assignee is None:
            continue
        for team, agent in holders_of(case, stage.flow, who):
            session = _session(stage, team, agent)
            label = stage.flow.functions.get(who.removeprefix(FUNCTION), {}).get("label", "")
            name = str(agent or team)
            return session, f"{label} ({name})" if label else name
    return None


def _session(stage: Stage, team: Any, agent: Agent | None) -> AgentSession:
    own = stage.as_team(team)
    if agent is None:
        return own
    return replace(own, agent_id=agent.pk)


# What was asked -------------------------------------------------------------------------------------------------


def _consulted(case: Case) -> Iterator[Offer]:
    waiting = case.consultations.filter(turn=case.status_turn, state=ConsultationState.WAITING)
    for row in waiting.select_related("team", "agent"):
        who = str(row.agent or row.team)
        if row.kind == "signature":
            yield Offer(f"v:{row.ask}:granted", _("Signer"), _("par %(who)s") % {"who": who})
            yield Offer(f"v:{row.ask}:refused", _("Refuser de signer"), _("par %(who)s") % {"who": who})
        elif row.kind == "validation":
            yield Offer(f"v:{row.ask}:granted", _("Accorder le visa"), _("par %(who)s") % {"who": who})
            yield Offer(f"v:{row.ask}:refused", _("Refuser le visa"), _("par %(who)s") % {"who": who})
        else:
            yield Offer(f"o:{row.ask}", _("Donner l’avis"), _("par %(who)s") % {"who": who})
        if _someone_else(row) is not None:
            yield Offer(f"g:{row.ask}", _("Confier la réponse à un autre agent"), who)


def _answer(stage: Stage, rest: str) -> str:
    ask, _colon, answer = rest.partition(":")
    with stage.standing():
        row = _row(stage, ask)
        session = _answering(stage, row)
        granted = None if row.kind == "opinion" else answer == "granted"
        with actor.admitting(stage.case_id):
            suppose_answered(row=row, text=_("Essai"), by=session, granted=granted)
    said = _("avis donné") if granted is None else _("visa accordé") if granted else _("visa refusé")
    if row.kind == "signature":
        said = _("signature donnée") if granted else _("signature refusée")
    return _("%(who)s : %(said)s") % {"who": row.agent or row.team, "said": said}


def _delegate(stage: Stage, ask: str) -> str:
    with stage.standing():
        row = _row(stage, ask)
        to = _someone_else(row)
        if to is None:
            raise NotFound
        delegate_consultation(case_id=stage.case_id, consultation_id=row.pk, to=to, by=_answering(stage, row))
    return _("La réponse est confiée à %(who)s") % {"who": to}


def _row(stage: Stage, ask: str) -> Consultation:
    rows = Consultation.objects.select_related("team", "agent").filter(case=stage.case_id, ask=ask)
    found = rows.filter(state=ConsultationState.WAITING).first()
    if found is None:
        raise NotFound(ask)
    return found


def _answering(stage: Stage, row: Consultation) -> AgentSession:
    session = stage.as_team(row.team)
    return replace(session, agent_id=row.agent_id) if row.agent_id else session


def _someone_else(row: Consultation) -> Agent | None:
    others = Agent.objects.filter(organisation_id=row.team.organisation_id, is_active=True)
    return others.exclude(pk=row.agent_id or 0).order_by("pk").first()


# What arrives ---------------------------------------------------------------------------------------------------


def _waiting(stage: Stage, case: Case) -> Iterator[Offer]:
    told: set[str] = set()
    for each in stage.flow.leaving(case.status):
        code = {
            "event": f"e:{each.when.name}",
            "case_ended": f"c:{each.when.name}",
            "signal": f"s:{each.when.name}",
        }.get(each.when.on, "")
        if code and code not in told:
            told.add(code)
            yield Offer(code, each.label, _HAPPENS[each.when.on]())


_HAPPENS: dict[str, Callable[[], str]] = {
    "event": lambda: _("cela arrive"),
    "case_ended": lambda: _("la demande liée se termine"),
    "signal": lambda: _("l’autre logiciel le signale"),
}


def _happen(on: str) -> Callable[[Stage, str], str]:
    def happen(stage: Stage, name: str) -> str:
        with stage.standing(), transaction.atomic():
            case, flow = at_work(stage.case_id)
            if not make_happened(case, flow, on=on, name=name):
                raise NotFound(name)
        return f"{_HAPPENS[on]()[:1].upper()}{_HAPPENS[on]()[1:]}"

    return happen


def _signal(stage: Stage, name: str) -> str:
    with stage.standing():
        token = signal_token(stage.case(), name)
        receive_signal(case_id=stage.case_id, name=name, token=token, said={})
    return _("Signal « %(name)s »") % {"name": name}


# What is done just after ----------------------------------------------------------------------------------------


def _running(stage: Stage, case: Case) -> Iterator[Offer]:
    names = {step.place: step.name for step in stage.flow.steps()}
    for row in ActionRun.objects.filter(case=case, state=RunState.WAITING):
        name = names.get(row.place, row.place)
        yield Offer(
            f"a:{row.place}", _("C’est fait : %(name)s") % {"name": name}, row.reason or _("juste après")
        )
        yield Offer(
            f"f:{row.place}", _("Cela échoue : %(name)s") % {"name": name}, _("après tous les essais")
        )


def _run_done(stage: Stage, place: str) -> str:
    with stage.standing():
        action_runs.suppose_done(case_id=stage.case_id, run_id=_run(stage, place).pk)
    return _("C’est fait : %(name)s") % {"name": stage.flow.step(place).name}


def _run_failed(stage: Stage, place: str) -> str:
    with stage.standing():
        action_runs.fail_run(
            case_id=stage.case_id,
            run_id=_run(stage, place).pk,
            reason=_("Échec, pour l’essai."),
            again=False,
        )
    return _("Cela échoue : %(name)s") % {"name": stage.flow.step(place).name}


def _run(stage: Stage, place: str) -> ActionRun:
    found = ActionRun.objects.filter(case=stage.case_id, place=place, state=RunState.WAITING).first()
    if found is None:
        raise NotFound(place)
    return found


# Time -----------------------------------------------------------------------------------------------------------


def _time(stage: Stage, case: Case) -> Iterator[Offer]:
    due = next_due(case.pk)
    if due is not None:
        label = due.label(stage.flow)
        yield Offer("t:", _("Attendre : %(label)s") % {"label": label}, _how_long(due.at - stage.at))


def _how_long(left: timedelta) -> str:
    days, hours, minutes = left.days, left.seconds // 3600, left.seconds // 60
    if left < timedelta(minutes=1):
        return _("maintenant")
    if days:
        return ngettext("dans un jour", "dans %(days)d jours", days) % {"days": days}
    if hours:
        return ngettext("dans une heure", "dans %(hours)d heures", hours) % {"hours": hours}
    return ngettext("dans une minute", "dans %(minutes)d minutes", minutes) % {"minutes": minutes}


def _wait_for_what_comes(stage: Stage, _rest: str) -> str:
    with stage.standing():
        due = next_due(stage.case_id)
    if due is None:
        raise NotFound
    _go_to(stage, max(due.at, stage.at))
    return _("Le temps passe")


def _wait(stage: Stage, rest: str) -> str:
    days = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 5 else 0
    if not 0 < days <= MOST_DAYS:
        raise NotFound(rest)
    _go_to(stage, stage.at + timedelta(days=days))
    return ngettext("Un jour passe", "%(days)d jours passent", days) % {"days": days}


def _go_to(stage: Stage, until: datetime) -> None:
    """Move the clock; what comes by itself comes at its moment, and is told there."""
    stage.at = pass_time(
        stage.case_id,
        at=stage.at,
        until=until,
        standing=stage.standing_at,
        settle=lambda _at, due: _settle_what_came(stage, due),
    )


def _settle_what_came(stage: Stage, due: Due | None) -> None:
    settle(stage)
    if due is not None:
        said = due.sentence(stage.flow)
        stage.came.append(tell(stage, f"{said[:1].upper()}{said[1:]}"))


_STEPS: dict[str, Callable[[Stage, str], str]] = {
    "b": _press,
    "p": _press_as_person,
    "v": _answer,
    "o": _answer,
    "g": _delegate,
    "e": _happen("event"),
    "c": _happen("case_ended"),
    "s": _signal,
    "a": _run_done,
    "f": _run_failed,
    "t": _wait_for_what_comes,
    "j": _wait,
}
