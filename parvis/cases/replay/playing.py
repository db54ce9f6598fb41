"""One case played from its log: the services an agent would use, at the time it happened, by who did it."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from parvis.cases.models import OPEN, Case, IntakeChannel, LegalState, Outcome
from parvis.cases.replay.cast import Cast
from parvis.cases.replay.log import Event, LogCase
from parvis.cases.replay.mapping import Mapping
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import born_of, register_deposit
from parvis.cases.services.messages import answer_person, write_note
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.states import change_state
from parvis.cases.services.treatment import assign_case, close_case, decide_case, transfer_case
from parvis.common import actor, clock
from parvis.common.journal import digest

TIME_TO_ANSWER = timedelta(days=14)
DECIDED_AT_ONCE = frozenset({Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED})


def key_of(mapping: Mapping, case_id: str) -> str:
    """Return the deposit key of a case of a log: the same at each replay."""
    return f"log:{mapping.name[:20]}:{digest(case_id)}"


@transaction.atomic
def play_case(told: LogCase, *, mapping: Mapping, cast: Cast) -> bool:
    """Play a case from its receipt to its last activity, whole or not at all. False: it was already played.

    Raises DomainError when a service refuses what the log tells.
    """
    if born_of(key_of(mapping, told.id)) is not None:
        return False
    player = _Player(told, mapping, cast)
    player.lodge()
    for event in told.events:
        player.play(event)
    player.close()
    return True


class _Player:
    """Plays the events of one case in order, and knows what came before."""

    def __init__(self, told: LogCase, mapping: Mapping, cast: Cast) -> None:
        self.told, self.mapping, self.cast = told, mapping, cast
        outcomes = [event for event in told.events if event.activity in mapping.outcomes]
        self.deciding = outcomes[-1] if outcomes else None
        self.outcome = mapping.outcomes[self.deciding.activity] if self.deciding else None
        self.case: Case

    def lodge(self) -> None:
        """Have the case received by the service the log names, by its channel."""
        told = self.told
        channel = self.mapping.channels.get(told.channel, IntakeChannel.WEB)
        by_agent = channel not in {IntakeChannel.WEB, IntakeChannel.API}
        who = self.cast.session(told.events[0].person).actor() if by_agent else actor.NOBODY
        with actor.acting_as(who), clock.standing_at(told.received_at):
            deposit = read_deposit(
                version=self.cast.version,
                organisation=self.cast.body,
                channel=channel,
                answers={"reference": told.id},
                key=key_of(self.mapping, told.id),
                contact={"last_name": told.requester} if told.requester else None,
                original={"log": self.mapping.name, "case": told.id, "events": len(told.events)},
            )
            deposit = replace(deposit, addressed_to=self.cast.team(told.department))
            self.case = register_deposit(deposit=deposit)

    def play(self, event: Event) -> None:
        """Do one activity: the case goes to its service and agent, then the gesture itself."""
        session = self.cast.session(event.person)
        with actor.acting_as(session.actor()), clock.standing_at(event.at):
            if self.case.state in OPEN:
                self._hand_over(event)
            self._gesture(event)

    def close(self) -> None:
        """Close the case when the log says that it ended."""
        last = self.told.events[-1]
        if self.told.end is None and last.activity not in self.mapping.ends:
            return
        at = max(self.told.end or last.at, last.at)
        session = self.cast.session(last.person)
        with actor.acting_as(session.actor()), clock.standing_at(at):
            close_case(case_id=self.case.pk, by=session, outcome=self.outcome or Outcome.NO_FOLLOW_UP)

    def _hand_over(self, event: Event) -> None:
        session, agent = self.cast.session(event.person), self.cast.agent(event.person)
        if event.team and self.cast.team(event.team).pk != self.case.team_id:
            self.case = transfer_case(
                case_id=self.case.pk, to=self.cast.team(event.team), reason=event.activity, by=session
            )
        if self.case.assignee_id != agent.pk:
            self.case = assign_case(case_id=self.case.pk, to=agent, by=session)
        if self.case.state in {LegalState.WAITING_FOR_THIRD_PARTY, LegalState.RECEIVED}:
            self.case = change_state(case_id=self.case.pk, to=LegalState.IN_PROGRESS, by=session)

    def _gesture(self, event: Event) -> None:
        """Do what the mapping says of the activity. Each leaves one entry of its own in the journal."""
        session, case_id, text = self.cast.session(event.person), self.case.pk, event.activity
        is_open = self.case.state in OPEN
        if event is self.deciding and is_open and self.outcome in DECIDED_AT_ONCE:
            self._decide(event)
        elif event.activity in self.mapping.asking and is_open:
            due_on = timezone.localdate(event.at) + TIME_TO_ANSWER
            ask_for_pieces(case_id=case_id, labels=[text], due_on=due_on, text=text, by=session)
            self.case.state = LegalState.WAITING_FOR_PERSON
        elif event.activity in self.mapping.sending:
            answer_person(case_id=case_id, text=text, by=session)
        else:
            write_note(case_id=case_id, text=text, by=session)
            if event.activity in self.mapping.waiting and is_open:
                self.case = change_state(case_id=case_id, to=LegalState.WAITING_FOR_THIRD_PARTY, by=session)

    def _decide(self, event: Event) -> None:
        assert self.outcome is not None  # noqa: S101 - who calls has checked
        reasons = self.mapping.reasons
        decide_case(
            case_id=self.case.pk,
            outcome=self.outcome,
            text=event.activity,
            reasons_in_law="" if self.outcome == Outcome.GRANTED else reasons.get("in_law", event.activity),
            reasons_in_fact="" if self.outcome == Outcome.GRANTED else reasons.get("in_fact", event.activity),
            by=self.cast.session(event.person),
        )
        self.case.state = LegalState.DECIDED
