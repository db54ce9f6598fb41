"""The treatment of a lodged case, to an end: agents and the person make what is offered, time is skipped.

Each gesture is the service that the desk, the follow-up page or the API calls, as who would make it; jobs run between.
What stops the way is told, after the story that led there.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from config.exercise.outcome import Path, Stuck, Trial
from config.exercise.outside import Jobs, calls_answered, given_file
from config.exercise.resident import Blocked
from parvis.cases import access
from parvis.cases.models import ActionRun, Case, Consultation, ConsultationState, RunState, Timer, TimerState
from parvis.cases.services.action_runs import drop_action
from parvis.cases.services.consultations import answer_consultation
from parvis.cases.services.messages import write_as_person
from parvis.cases.services.signals import receive_signal
from parvis.cases.services.timers import fire_one
from parvis.cases.services.transitions import make_happened, make_transition, make_transition_as_person
from parvis.cases.services.workflow_values import signal_token, values_of
from parvis.cases.workflow_access import agent_may, person_may
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_boxes import file_boxes
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.workflows.definition import BACK, SAME, Transition, Workflow, workflow_of
from parvis.catalogue.workflows.sense import ENDS, leads_to_an_end
from parvis.common import actor, clock
from parvis.common.errors import DomainError, Invalid
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Role
from parvis.organisations.services.agents import habilitate_agent, invite_agent
from parvis.organisations.services.bodies import create_team
from parvis.organisations.sessions import agent_session

MOST_MOVES, PATIENCE, MOST_TRIES = 120, 25, 25
Move = tuple[str, str, Callable[[], Any]]
"""Who makes it, what it is called, and the gesture."""


def treat(version: ProcedureVersion, trial: Trial, path: Path, luck: Random, jobs: Jobs) -> None:
    """Treat the case just lodged to an end, by an agent lent for the trial. Raises Blocked."""
    flow = workflow_of(version)
    if flow is None:
        trial.note("it has no workflow: its treatment is that of the desk")
        return
    with actor.acting_as(actor.for_system("exercise")):
        case = (
            Case.objects.select_related("team__organisation")
            .filter(version=version)
            .latest("received_at", "pk")
        )
        body = case.team.organisation
        for name in sorted(_teams_named(flow) - set(body.teams.values_list("name", flat=True))):
            create_team(organisation=body, name=name)
            trial.note(f"the workflow names a service that the body lacks: « {name} » was lent")
        agent = invite_agent(
            organisation=body,
            email=f"essai-{new_id()}@exemple.fr",
            first_name="Dominique",
            last_name="Essai",
            capacity="agent de test",
        )
        for role in (Role.CASE_HANDLER, Role.TEAM_MANAGER, Role.REFERENT):
            habilitate_agent(agent=agent, role=role)
    Treatment(case.pk, agent.pk, luck, path, jobs).to_an_end()


def _teams_named(flow: Workflow) -> set[str]:
    """Return the services that actions of a workflow name outright."""
    named = {str(step.settings.get("team", "")) for step in flow.steps()}
    return {name for name in named if name and "{{" not in name}


class Treatment:
    """One case, from its deposit to an end."""

    def __init__(self, case_id: UUID, agent_id: int, luck: Random, path: Path, jobs: Jobs) -> None:
        self.case_id, self.agent_id, self.luck, self.path, self.jobs = case_id, agent_id, luck, path, jobs
        self.began = self.moment = clock.now()
        self.refusals: list[str] = []

    def to_an_end(self) -> None:
        """Walk until an end. Raises Blocked."""
        with calls_answered(self.luck):
            for turn in range(MOST_MOVES):
                with clock.standing_at(self.moment):
                    if self._settle():
                        return
                    self._move(hurries=turn >= PATIENCE)
        self._stop("turns in circles without an end")

    def _settle(self) -> bool:
        """Run the jobs that wait; return whether the case came to an end."""
        broken = self.jobs.run()
        case, flow = self._case()
        self._note(case, flow)
        if broken:
            self._stop("; ".join(broken))
        if case.track.get("stopped"):
            self._stop(
                f"goes round in circles by itself: {' → '.join(case.track['stopped'].get('path', []))}"
            )
        status = flow.status(case.status)
        ended = status.final or status.state in ENDS or case.state in ENDS
        if ended:
            self.path.ended = status.label
        return ended

    def _move(self, *, hurries: bool) -> None:
        case, flow = self._case()
        moves = self._moves(case, flow, hurries=hurries)
        self.refusals = []
        while moves:
            who, label, gesture = moves.pop(0 if hurries else self.luck.randrange(len(moves)))
            try:
                gesture()
            except DomainError as refusal:
                self.refusals.append(f"{label}: {refusal} {getattr(refusal, 'errors', '') or ''}".strip())
                continue
            self._tell(f"{who}: {label}")
            return
        if not self._wait():
            said = f" (refused: {'; '.join(self.refusals[:5])})" if self.refusals else ""
            self._stop(f"nothing more can be done{said}")

    def _moves(self, case: Case, flow: Workflow, *, hurries: bool) -> list[Move]:
        """Return what can be done now, the shortest way out first when one hurries."""
        agent = self._agent()
        with self._as_system():
            values = values_of(case, flow)
            ways = [
                each
                for each in flow.leaving(case.status)
                if each.condition is None or each.condition.holds(values)
            ]
            found = [(each, self._made(each, case, flow, agent)) for each in ways]
        ending = leads_to_an_end(flow)
        offered = [(each, move) for each, move in found if move is not None]
        if hurries:
            offered.sort(
                key=lambda one: ending.get(one[0].to, 999) if one[0].to not in (SAME, BACK) else 1000
            )
        return [move for _each, move in offered] + self._others(case, agent)

    def _made(self, each: Transition, case: Case, flow: Workflow, agent: AgentSession) -> Move | None:
        """Return the gesture of a transition, None when nobody here makes it."""
        if each.pressed and agent_may(agent, case, flow, each):
            return "agent", each.label, lambda: self._press(each, flow, agent)
        if each.pressed and person_may(each):
            return "person", each.label, lambda: self._press(each, flow, None)
        if each.when.on == "signal":
            return "system", f"signal « {each.when.name} »", lambda: self._signal(case, each.when.name)
        if each.when.on == "event" and each.when.name == "message":
            return "person", "writes", self._write
        if each.when.on in ("event", "case_ended"):
            return "person", f"event « {each.when.name} »", lambda: self._happens(each)
        return None

    def _others(self, case: Case, agent: AgentSession) -> list[Move]:
        """Return what the desk offers beside transitions: giving up what failed, answering what is asked."""
        with self._as_system():
            runs = list(ActionRun.objects.filter(case=case, state=RunState.FAILED, turn=case.status_turn))
            asked = list(Consultation.objects.filter(case=case, state=ConsultationState.WAITING))
        moves: list[Move] = [
            ("agent", f"gives up an action ({run.reason})", partial(self._give_up, run, agent))
            for run in runs
        ]
        return moves + [
            ("agent", "answers what is asked", partial(self._answer, row, agent)) for row in asked
        ]

    def _press(self, each: Transition, flow: Workflow, agent: AgentSession | None) -> None:
        """Make a transition, its form answered: again when the answers are refused."""
        form = flow.forms.get(each.form)
        for last in reversed(range(MOST_TRIES)):
            answers, files = self._answers(form) if form else ({}, [])
            try:
                if agent is None:
                    with self._as_person():
                        make_transition_as_person(
                            case_id=self.case_id, key=each.key, answers=answers, files=files
                        )
                else:
                    with self._as_agent(agent):
                        make_transition(
                            case_id=self.case_id, key=each.key, by=agent, answers=answers, files=files
                        )
            except Invalid:
                if not last or form is None:
                    raise
            else:
                return

    def _answers(self, form: Form) -> tuple[dict[str, Any], list[UUID]]:
        """Return answers drawn for a form, and the files stored for them."""
        answers: dict[str, Any] = {}
        files: list[UUID] = []
        for question in form.questions():
            value = self._drawn(question)
            if value is not None:
                answers[question.key] = value
        for box in file_boxes(list(form.questions()), answers):
            if box.question.type.code == "file" and (box.question.required or self.luck.random() < 0.5):
                stored = given_file(box.question)
                files.append(stored.pk)
                answers[box.name] = [
                    {
                        "id": str(stored.pk),
                        "name": stored.name,
                        "size": stored.size,
                        "type": stored.media_type,
                    }
                ]
        return answers, files

    def _drawn(self, question: Question) -> Any:
        if not question.type.asks or question.type.code == "file":
            return None
        if not question.required and self.luck.random() < 0.3:
            return None
        return question.type.sample(question, self.luck)

    def _signal(self, case: Case, name: str) -> None:
        receive_signal(case_id=self.case_id, name=name, token=signal_token(case, name), said={})

    def _write(self) -> None:
        with self._as_person():
            write_as_person(case_id=self.case_id, text="Un essai.", files=())

    def _happens(self, each: Transition) -> None:
        """Have what a transition waits for happen, as the service that meets it says."""
        with self._as_system():
            case = access.get_case(self.case_id, lock=True, whole=True)
            flow = workflow_of(case.version)
            if flow is not None:
                make_happened(case, flow, on=each.when.on, name=each.when.name)

    def _give_up(self, run: ActionRun, agent: AgentSession) -> None:
        with self._as_agent(agent):
            drop_action(case_id=self.case_id, run_id=run.pk, by=agent)

    def _answer(self, row: Consultation, agent: AgentSession) -> None:
        granted = self.luck.random() < 0.7 if row.kind == "validation" else None
        with self._as_agent(agent):
            answer_consultation(
                case_id=self.case_id, consultation_id=row.pk, text="Un essai.", granted=granted, by=agent
            )

    def _wait(self) -> bool:
        """Skip to the next moment when something happens by itself; return whether there is one."""
        with self._as_system():
            timers = Timer.objects.filter(case_id=self.case_id, state=TimerState.WAITING).values_list(
                "due_at", flat=True
            )
            moments = [moment for moment in (*timers, self.jobs.next_at()) if moment is not None]
        if not moments:
            return False
        self.moment = max(min(moments), self.moment)
        with clock.standing_at(self.moment), self._as_system():
            due = Timer.objects.filter(
                case_id=self.case_id, state=TimerState.WAITING, due_at__lte=self.moment
            ).order_by("due_at", "pk")
            for timer_id in list(due.values_list("pk", flat=True)):
                fire_one(timer_id=timer_id)
        self._tell(f"time: {self._day(self.moment)}")
        return True

    def _note(self, case: Case, flow: Workflow) -> None:
        """Add to the story where the case is, when it moved."""
        label = flow.status(case.status).label
        said = f"day {self._day(self.moment)}: « {label} »"
        if not self.path.story or self.path.story[-1] != said:
            self.path.story.append(said)

    def _tell(self, said: str) -> None:
        self.path.story.append(said)

    def _day(self, moment: datetime) -> int:
        return (localdate(moment) - localdate(self.began)).days

    def _stop(self, why: str) -> None:
        with self._as_system():
            case, flow = self._case()
        self.path.stuck = Stuck(flow.status(case.status).label, "", why)
        raise Blocked(flow.status(case.status).label, why)

    def _case(self) -> tuple[Case, Workflow]:
        with self._as_system():
            case = access.get_case(self.case_id, whole=True)
            flow = workflow_of(case.version)
            assert flow is not None  # noqa: S101 - a treatment is made of cases that have one
            return case, flow

    def _agent(self) -> AgentSession:
        with self._as_system():
            found = agent_session(self.agent_id)
            assert found is not None  # noqa: S101 - the trial made them
            return found

    def _as_system(self) -> Any:
        return actor.acting_as(actor.for_system("exercise"))

    def _as_agent(self, agent: AgentSession) -> Any:
        return actor.acting_as(actor.for_agent(agent.agent_id, agent.teams, label=agent.name))

    def _as_person(self) -> Any:
        return actor.acting_as(actor.for_job(self.case_id, label="exercise"))
