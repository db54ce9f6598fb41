"""What each step of a trial did, in sentences: what agents read, what the person reads, what would leave."""

from dataclasses import dataclass, field
from datetime import datetime

from parvis.cases.journal import kinds
from parvis.cases.models import Direction, Message
from parvis.cases.simulation.stage import Stage
from parvis.cases.workflow_story import Place, place_for_agent, place_for_person
from parvis.channels.queries import messages_about


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that would leave: by what, to whom, what it says."""

    channel: str
    recipient: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a trial: when, what was done, what came of it."""

    at: datetime
    done: str
    sentences: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    status: str = ""


@dataclass(frozen=True)
class Standing:
    """Where the fictitious case is at the end of the steps, for agents and for its person."""

    agents: Place | None
    person: Place | None
    state: str
    due_on: object
    number: str


def tell(stage: Stage, done: str) -> Told:
    """Return what happened since the last time one was told."""
    with stage.standing():
        case = stage.case()
        status = stage.flow.statuses.get(case.status)
        return Told(
            stage.at,
            done,
            _sentences(stage),
            [*_letters(stage), *_spoken(stage)],
            status.label if status else "",
        )


def standing(stage: Stage) -> Standing:
    """Return where the case is now."""
    with stage.standing():
        case = stage.case()
        agents = place_for_agent(case, stage.as_team(case.team))
        person = place_for_person(case)
        return Standing(
            agents, person, case.get_state_display(), case.due_on if case.is_open else None, case.number
        )


def _sentences(stage: Stage) -> list[str]:
    fresh = [
        each for each in stage.case().journal.order_by("position") if ("entry", each.pk) not in stage.seen
    ]
    stage.seen |= {("entry", each.pk) for each in fresh}
    said = (kinds.get(each.kind).to_agent(each) for each in fresh)
    return list(dict.fromkeys(sentence for sentence in said if sentence))


def _letters(stage: Stage) -> list[Letter]:
    fresh = [each for each in messages_about(stage.case_id) if ("letter", each.pk) not in stage.seen]
    stage.seen |= {("letter", each.pk) for each in fresh}
    return [Letter(each.channel, each.recipient, each.subject, each.text) for each in fresh]


def _spoken(stage: Stage) -> list[Letter]:
    """Return the messages to the person that no transport carries: read online, printed, told by phone."""
    rows = Message.objects.filter(case=stage.case_id, direction=Direction.OUTBOUND).order_by("written_at")
    fresh = [each for each in rows if ("message", each.pk) not in stage.seen]
    stage.seen |= {("message", each.pk) for each in fresh}
    return [Letter(each.channel or "online", "", "", each.text) for each in fresh if not each.delivery]
