"""Playing a script on a version, with the real engine, at the times it says; then everything is taken back.

Jobs are set aside and those of the workflow are run at once; outside calls are answered by what the script holds; no
message, letter nor file exists once it is over.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import access, journal
from parvis.cases.action_kinds import CaseAction, Run
from parvis.cases.models import (
    ActionRun,
    Case,
    Consultation,
    ConsultationState,
    IntakeChannel,
    LegalState,
    Message,
    PieceRequest,
    RunState,
)
from parvis.cases.rehearsal.script import Script, label_of, sentence, waited
from parvis.cases.services.action_runs import end_run, fail_run, suppose_done
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.saving import move, save_case
from parvis.cases.services.signals import receive_signal
from parvis.cases.services.signatures import suppose_answered
from parvis.cases.services.steering import Drive
from parvis.cases.services.transitions import at_work, keep_form, offered_now
from parvis.cases.services.workflow_values import signal_token, values_of
from parvis.cases.simulation.player import SILENCE, Due, do_jobs, pass_time
from parvis.cases.simulation.stage import lent, some_team
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.workflows.actions import Phase
from parvis.catalogue.workflows.definition import Workflow, workflow_of
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock, jobs
from parvis.common.errors import DomainError
from parvis.common.ids import new_id
from parvis.organisations.access import CASE_ROLES, AgentSession
from parvis.organisations.models import Agent

_PERSON = {"first_name": "Camille", "last_name": "Exemple", "email": "camille@example.invalid"}
_MADE_BY_JOBS = {
    "cases.send_receipt": gettext_lazy("Accusé de réception"),
    "cases.make_decision_letter": gettext_lazy("Lettre de décision"),
    "cases.make_attestation": gettext_lazy("Attestation"),
}
OF_THE_LAW = frozenset({SILENCE, "opinion"})
"""Clocks that run in a test. What a service promised is its own, and changes without the workflow."""
Course = dict[str, Any]
"""What a play gave: ``seen`` (a line a step), ``messages``, ``documents``, ``calls``, ``stopped`` (why, or "")."""


def rehearse(version: ProcedureVersion, script: Script, *, by: Agent) -> Course:
    """Play a script on a version; return its course. Nothing of it stays."""
    who = replace(actor.for_system("cases.rehearsal"), agent=by.pk)
    with transaction.atomic(), actor.acting_as(who), jobs.set_aside() as aside:
        playing = _Playing(lent(version), script, by, aside)
        with clock.standing_at(playing.now):
            playing.play()
        transaction.set_rollback(True)
    return playing.course


class _Stopped(Exception):
    """The play cannot go on: a sentence."""


class _Playing:
    """One play. ``now`` is where its clock stands."""

    def __init__(self, version: ProcedureVersion, script: Script, by: Agent, aside: list[jobs.Aside]) -> None:
        self.version, self.script, self.by, self.aside = version, script, by, aside
        self.now = datetime.fromisoformat(script["start"])
        self.calls = {action: list(answers) for action, answers in script.get("calls", {}).items()}
        self.known: set[Any] = set()  # messages already kept
        self.course: Course = {"seen": [], "messages": [], "documents": [], "calls": [], "stopped": ""}

    def play(self) -> None:
        flow = workflow_of(self.version)
        if flow is None:
            self.course["stopped"] = _("Cette version n’a pas de parcours.")
            return
        self.flow: Workflow = flow
        try:
            self._lodge()
            for step in self.script["steps"]:
                self._take(step)
        except _Stopped as why:
            self.course["stopped"] = str(why)
        except DomainError as refusal:
            self.course["stopped"] = str(refusal)

    def _lodge(self) -> None:
        body = self.version.procedure.organisation
        deposit = read_deposit(
            version=self.version,
            organisation=body,
            channel=IntakeChannel(self.script["channel"]),
            answers=self.script["answers"],
            key=f"rehearsal:{new_id()}",
            contact=dict(_PERSON),
        )
        # Who is competent in the municipality answered is not what the test is about.
        to = some_team(body, self.version.procedure.code)
        self.case_id: UUID = register_deposit(deposit=replace(deposit, addressed_to=to)).pk
        self._settle()
        self._see(_("la demande est envoyée"))

    def _take(self, step: Mapping[str, Any]) -> None:
        self._pass(timedelta(seconds=step.get("after", 0)))
        said = sentence(step, self.flow)
        with clock.standing_at(self.now):
            with transaction.atomic():
                getattr(self, f"_{step['do']}")(step)
            self._settle()
        after = waited(step.get("after", 0))
        self._see(f"{after}, {said}" if after else said, transition=step.get("transition", ""))

    def _pass(self, wait: timedelta) -> None:
        """Let time pass: each timer fires at its moment."""
        self.now = pass_time(
            self.case_id,
            at=self.now,
            until=self.now + wait,
            standing=clock.standing_at,
            settle=self._came,
            clocks=OF_THE_LAW,
        )

    def _came(self, at: datetime, due: Due | None) -> None:
        self.now = at
        with clock.standing_at(at):
            self._settle()
        if due is not None:
            days = (at - datetime.fromisoformat(self.script["start"])).days
            self._see(due.sentence(self.flow), transition=due.transition, day=days)

    def _press(self, step: Mapping[str, Any]) -> None:
        case, flow = at_work(self.case_id)
        transition = flow.transitions.get(step["transition"])
        if transition is None or not transition.pressed or not offered_now(case, flow, transition):
            raise _Stopped(_why_not(case, flow, step))
        is_agent = step.get("by", "agent") == "agent"
        drive = Drive(case, flow, by=self._session(case) if is_agent else None)
        keep_form(drive, transition, step.get("answers", {}), (), is_internal=is_agent)
        drive.make(transition, cause=transition.when.on)
        drive.finish()

    def _wait(self, step: Mapping[str, Any]) -> None:
        """Nothing but the time that passed."""

    def _event(self, step: Mapping[str, Any]) -> None:
        case = access.get_case(self.case_id, lock=True, whole=True)
        facts = dict(step.get("facts", {}))
        asked = PieceRequest.objects.filter(case=case).order_by("asked_at").last()
        if "request" in facts and asked is not None:
            facts["request"] = str(asked.pk)
        journal.record(case, step["kind"], facts=facts)
        if step.get("state"):
            move(case, LegalState(step["state"]))
        save_case(case, "state")

    def _signal(self, step: Mapping[str, Any]) -> None:
        case, _flow = at_work(self.case_id)
        token = signal_token(case, step["name"])
        receive_signal(case_id=case.pk, name=step["name"], token=token, said=step.get("said", {}))

    def _answer(self, step: Mapping[str, Any]) -> None:
        case, _flow = at_work(self.case_id)
        row = Consultation.objects.filter(
            case=case, ask=step["ask"], turn=case.status_turn, state=ConsultationState.WAITING
        ).first()
        if row is None:
            raise _Stopped(_("Aucune réponse n’est attendue à « %(ask)s ».") % {"ask": step["ask"]})
        session = self._session(case, agent=row.agent_id, team=row.team_id)
        granted = step.get("granted")
        suppose_answered(row=row, text=_("Réponse du test."), granted=granted, by=session)

    def _settle(self) -> None:
        """Do at once what jobs would do of the workflow; note what the others would make."""
        do_jobs(self.aside, other=self._noted)

    def _noted(self, job: jobs.Aside) -> None:
        if job.name in _MADE_BY_JOBS:
            self.course["documents"].append({"title": str(_MADE_BY_JOBS[job.name]), "text": ""})
        elif job.name == "cases.run_action" and (job.not_before is None or job.not_before <= clock.now()):
            self._run(UUID(job.arguments["run_id"]))

    def _run(self, run_id: UUID) -> None:
        run = ActionRun.objects.filter(pk=run_id, state=RunState.WAITING).first()
        if run is None:
            return
        case, flow = at_work(run.case_id)
        step = flow.step(run.place)
        action = step.action
        assert isinstance(action, CaseAction)  # noqa: S101 - every registered action of cases is one
        if action.phase is Phase.TRANSACTION:
            raise _Stopped(f"{step.name} : {run.reason}")
        given = run.given or action.prepare(Run(case, flow, step, None, lambda: values_of(case, flow)))
        if action.code == "call_web_service":
            self._call(run, given)
            return
        if action.code == "make_letter":
            words = given.get("text") or _words(given.get("wording", given.get("fields", "")))
            made = {"title": given["title"], "text": self._plain(case, words)}
            self.course["documents"].append({**made, **self._at(run)})
        else:
            self.course["calls"].append(
                {
                    "what": step.name,
                    "given": self._plain(case, _words({**given, "back": ""})),
                    **self._at(run),
                }
            )
        suppose_done(case_id=case.pk, run_id=run.pk)

    def _call(self, run: ActionRun, given: Mapping[str, Any]) -> None:
        case = access.get_case(run.case_id)
        body = self._plain(case, _words(given["body"])) if given["body"] is not None else ""
        told = {"what": f"{given['method']} {self._plain(case, given['url'])}", "given": body}
        self.course["calls"].append({**told, **self._at(run)})
        step = self.flow.step(run.place)
        known = self.calls.get(step.key) or self.calls.get(run.place) or [{"status": 200, "document": {}}]
        answer = known.pop(0) if len(known) > 1 else known[0]
        if answer["status"] >= 300:
            said = _("Le logiciel appelé a répondu par le code %(status)d.") % {"status": answer["status"]}
            fail_run(case_id=run.case_id, run_id=run.pk, reason=said, again=False)
        else:
            end_run(case_id=run.case_id, run_id=run.pk, found=answer)

    def _at(self, run: ActionRun) -> dict[str, str]:
        """Return the action that made something, and in words where it stands."""
        return {"place": run.place, "step": self.flow.step(run.place).name}

    def _session(self, case: Case, *, agent: int | None = None, team: int | None = None) -> AgentSession:
        """Return someone who may do what the step says: who may is checked on real cases, not here."""
        teams = frozenset({case.team_id, *([team] if team else [])})
        body = case.organisation
        return AgentSession(
            agent_id=agent or self.by.pk,
            account_id=self.by.account_id,
            first_name=self.by.first_name,
            last_name=self.by.last_name,
            capacity=self.by.capacity,
            organisation_id=body.pk,
            organisation_name=body.name,
            organisation_slug=body.slug,
            teams=teams,
            roles=CASE_ROLES,
            roles_by_team=dict.fromkeys(teams, CASE_ROLES),
        )

    def _see(self, said: str, *, transition: str = "", day: int | None = None) -> None:
        """Note where the case is after a step, and what left meanwhile; on which day, of what came by itself."""
        case = Case.objects.select_related("person").get(pk=self.case_id)
        label = self.flow.statuses[case.status].label if case.status in self.flow.statuses else case.status
        self.here = {"step": said, "status": case.status, "transition": transition}
        seen = {**self.here, "label": label, "state": str(case.state)}
        self.course["seen"].append(seen if day is None else {**seen, "day": day})
        self._gather(case)
        if case.track.get("stopped"):
            path = " → ".join(case.track["stopped"]["path"][:6])
            raise _Stopped(_("Les étapes automatiques tournent en rond : %(path)s…") % {"path": path})

    def _gather(self, case: Case) -> None:
        """Keep the messages that are new as people would read them."""
        own = case.person.email if case.person else ""
        for sent in OutboundMessage.objects.filter(about=case.pk).order_by("queued_at", "pk"):
            to = "person" if sent.recipient == own else "agents"
            self._keep(case, sent.pk, to, sent.subject, sent.text)
        shown = Message.objects.filter(case=case, direction="outbound", delivery=None)
        for message in shown.order_by("written_at", "pk"):
            self._keep(case, message.pk, "page", "", message.text)

    def _keep(self, case: Case, key: Any, to: str, subject: str, text: str) -> None:
        if key in self.known:
            return
        self.known.add(key)
        self.course["messages"].append(
            {"to": to, "subject": self._plain(case, subject), "text": self._plain(case, text), **self.here}
        )

    def _plain(self, case: Case, text: str) -> str:
        """Return a text without what changes at each play: the number of the case, its id, its secrets."""
        for name in self.flow.signals:
            text = text.replace(signal_token(case, name), "…")
        number = re.compile(r"\s?".join(case.number))  # said in groups, whose spaces vary
        return number.sub("0000", text.replace(str(case.pk), "0000"))


def _why_not(case: Case, flow: Workflow, step: Mapping[str, Any]) -> str:
    """Return why a transition cannot be made where a case stands: it is gone, starts elsewhere, or its condition."""
    transition = flow.transitions.get(step["transition"])
    words = {"label": label_of(step, flow), "status": flow.status(case.status).label}
    if transition is None:
        return _("La suite « %(label)s » n’existe plus dans le parcours.") % words
    if transition not in flow.leaving(case.status):
        return _("La suite « %(label)s » ne part pas de l’étape « %(status)s ».") % words
    if not transition.pressed:
        return _("La suite « %(label)s » ne se choisit plus : elle arrive toute seule.") % words
    return _("À l’étape « %(status)s », la condition de la suite « %(label)s » n’est pas remplie.") % words


def _words(given: Any) -> str:
    return json.dumps(given, ensure_ascii=False, sort_keys=True)
