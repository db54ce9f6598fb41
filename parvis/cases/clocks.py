"""The clocks of a case: every kind of delay, derived from the journal, always with the same result.

Each kind is a class in ``cases/clock_kinds/`` that reads the story of a case and says what is due, and why in
sentences. Nobody writes a clock: ``services.saving`` derives them again at each change, ``services.retiming`` when a
calendar changes, a command whenever one asks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, ClassVar

from django.utils import timezone

from parvis.cases.models import Clock, ClockState
from parvis.cases.story import Fact, Story
from parvis.common.errors import NotFound
from parvis.common.registry import Registry
from parvis.deadlines.sentences import Sentence

BODY, PERSON = "body", "person"
OUTAGES = frozenset({"outage", "outage_dismissed"})
"""Entries that move what a person owes; a delay that runs against the administration does not move."""


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """One clock as derived: the columns of ``Clock`` but its case."""

    kind: str
    about: str = ""
    state: ClockState = ClockState.RUNNING
    started_at: datetime
    due_on: date | None = None
    due_at: datetime | None = None
    paused_since: datetime | None = None
    paused_until: datetime | None = None
    ended_at: datetime | None = None
    calendar_id: int | None = None
    agreement_id: int | None = None
    next_step_at: datetime | None = None

    def values(self) -> tuple[Any, ...]:
        """Return the columns that may change, in the order of ``COLUMNS``."""
        return _values(self)


COLUMNS = (
    "state", "started_at", "due_on", "due_at", "paused_since", "paused_until", "ended_at", "calendar_id",
    "agreement_id", "next_step_at",
)  # fmt: skip
_values: Callable[[Reckoned], tuple[Any, ...]] = attrgetter(*COLUMNS)


class ClockKind:
    """A kind of delay: who must act, what is due in the story of a case, and why."""

    code: ClassVar[str]
    label: ClassVar[Any]
    person_label: ClassVar[Any] = ""
    """What the person's page calls it; "" for what concerns agents only."""
    whose: ClassVar[str] = BODY
    """Who has to act before it ends: the body, or the person."""
    deed: ClassVar[Any] = ""
    """What agents have to do by then, when its label does not say it; "" for what the person alone has to do."""
    moved_by: ClassVar[frozenset[str]]
    """Kinds of journal entries that can change it."""
    born_of: ClassVar[frozenset[str]] = frozenset()
    """Kinds of journal entries of which one at least must be there for it to run; none: any case may have it."""
    of_levels: ClassVar[bool] = False
    """Whether only cases with a service level have it: the others need not read all their entries."""
    repeats: ClassVar[bool] = False
    """Whether a case may have many: pages then show those that run, or were missed."""
    pledge: ClassVar[Any] = ""
    """What the body commits itself to, as a verb: « donner une première réponse »; "" for what is no commitment."""

    def concerns_person(self, story: Story) -> bool:  # noqa: ARG002 - some kinds need it
        """Say whether the person's page shows it."""
        return bool(self.person_label)

    def steps(self, story: Story, about: str) -> Sequence[Mapping[str, Any]]:  # noqa: ARG002 - some kinds need them
        """Return the warnings and escalations of one clock, in order (``commitments.Step``)."""
        return ()

    def reckon(self, story: Story) -> Iterable[Reckoned]:
        """Yield the clocks of this kind, one for each ``about``."""
        raise NotImplementedError

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return why it is due when it is."""
        raise NotImplementedError


clock_kinds: Registry[ClockKind] = Registry(
    ClockKind, package="parvis.cases.clock_kinds", requires=("code", "label", "moved_by")
)

_ENDINGS = frozenset({"decided", "closed", "withdrawn", "transferred_out", "reopened", "implied"})
"""Entries that end every clock of a case, or let it run again."""


@cache
def moving_entries(*, levels: bool = True) -> frozenset[str]:
    """Return the kinds of journal entries after which clocks must be derived again; without ``levels``, of a case
    that has no service level.
    """
    return _ENDINGS.union(*(kind.moved_by for kind in clock_kinds if levels or not kind.of_levels))


@cache
def asks_agents(kind: str) -> bool:
    """Say whether agents have something to do when a clock of this kind falls due: what the desk's calendar shows."""
    found = clock_kinds.get(kind)
    return found.whose == BODY or bool(found.deed)


def deed_of(kind: str) -> str:
    """Return what agents have to do before a clock of this kind ends; its code for a kind that is no more."""
    try:
        found = clock_kinds.get(kind)
    except NotFound:
        return kind
    text = str(found.deed or found.label)
    return text[:1].upper() + text[1:]


def reckon(story: Story, *, whose: str = "") -> list[Reckoned]:
    """Return every clock of a case, or those before whose end the body or the person must act."""
    return [
        clock
        for kind in clock_kinds
        if not (kind.born_of and kind.born_of.isdisjoint(story.kinds)) and whose in {"", kind.whose}
        for clock in kind.reckon(story)
    ]


def answer_due_on(clocks: Iterable[Reckoned]) -> date | None:
    """Return the day by which an answer is due: the implied decision's (CRPA L231-1 to -6), or the body's promise."""
    return next((clock.due_on for clock in clocks if clock.kind in {"silence", "promise"}), None)


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over: a delay in days ends at its last second."""
    return _start_of(day + timedelta(days=1), timezone.get_default_timezone())


@lru_cache(maxsize=4096)
def _start_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def ended_by(fact: Fact | None, due: datetime | None) -> dict[str, Any]:
    """Return the state and the end of a clock that a fact ended, in time or late; nothing while it runs."""
    if fact is None:
        return {}
    late = due is not None and fact.at >= due
    return {"state": ClockState.LATE if late else ClockState.KEPT, "ended_at": fact.at}


def stopped_by(story: Story) -> dict[str, Any]:
    """Return the state and the end of a clock that the end of its case leaves without object."""
    end = story.ending
    return {"state": ClockState.CANCELLED, "ended_at": end.at} if end else {}


def explain(story: Story, clock: Clock) -> list[Sentence]:
    """Return why a clock is due when it is, in sentences. Raises NotFound for a kind that is no more."""
    return clock_kinds.get(clock.kind).explain(story, clock.about)
