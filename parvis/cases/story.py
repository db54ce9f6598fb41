"""What the clocks of a case are derived from: its journal, and what never changes of it.

A story is made of plain values, so that a million of them can be reckoned by a job as one is by a page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from parvis.cases.calendars import Calendars
from parvis.cases.models import Case, JournalEntry
from parvis.deadlines.course import Course, Demand, run_course
from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.errors import UnknownTerritory
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.holidays_fr import MAINLAND, canonical_territory
from parvis.deadlines.outages import Outage
from parvis.deadlines.silence import Regime
from parvis.organisations.models import Organisation, OrganisationKind

ELECTRONIC = frozenset({"web", "email", "sms", "api"})
"""Channels whose sendings are electronic: their receipts have delays (CRPA L112-11)."""


def day_of(moment: datetime) -> date:
    """Return the day of a moment where the bodies are."""
    return moment.astimezone(timezone.get_default_timezone()).date()


@dataclass(frozen=True)
class Fact:
    """An entry of the journal, as clocks read it."""

    kind: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def on(self) -> date:
        """Return the day it happened on, where the body is."""
        return day_of(self.at)


@dataclass(frozen=True)
class Story:
    """The facts of one case in order.

    None is read earlier than the receipt: the clock of a machine put back would have a demand answered before it came.
    """

    facts: tuple[Fact, ...]
    regime: str
    delay: str
    channel: str
    territory: str = MAINLAND
    calendars: Calendars = field(default_factory=Calendars, compare=False)

    def __post_init__(self) -> None:
        if any(fact.at < self.facts[0].at for fact in self.facts):
            object.__setattr__(self, "facts", tuple(_after(self.facts[0].at, self.facts)))

    def all(self, *kinds: str) -> Sequence[Fact]:
        """Return the facts of these kinds, in order."""
        found = [kind for kind in kinds if kind in self._by_kind]
        if len(found) < 2:  # as nearly always: the clocks of a case ask this forty times
            return self._by_kind[found[0]] if found else ()
        return [fact for fact in self.facts if fact.kind in found]

    def first(self, *kinds: str) -> Fact | None:
        """Return the first fact of these kinds."""
        found = self.all(*kinds)
        return found[0] if found else None

    def last(self, *kinds: str) -> Fact | None:
        """Return the last fact of these kinds."""
        found = self.all(*kinds)
        return found[-1] if found else None

    @property
    def kinds(self) -> Collection[str]:
        """Return the kinds of facts there are."""
        return self._by_kind.keys()

    @cached_property
    def _by_kind(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.kind, []).append(fact)
        return found

    @property
    def received_at(self) -> datetime:
        """Return when the first administration received the demand."""
        return self.facts[0].at

    @property
    def is_electronic(self) -> bool:
        """Say whether the demand came by an electronic way."""
        return self.channel in ELECTRONIC

    @cached_property
    def seized_at(self) -> datetime:
        """Return when the body in charge received the demand, from the first one or another body (CRPA L114-2)."""
        moved = [fact for fact in self.all("transferred") if fact.data.get("leaves_body")]
        return moved[-1].at if moved else self.received_at

    @cached_property
    def ending(self) -> Fact | None:
        """Return what ended the demand: a decision, a closing, a withdrawal, a departure; None while it is open.

        A closing that was taken back never happened; a decision did, whatever was done after: the administration
        has answered.
        """
        ended: Fact | None = None
        for fact in self.facts:
            if fact.kind in {"decided", "withdrawn", "transferred_out"} or (
                fact.kind == "closed" and not ended
            ):
                ended = ended if ended and ended.kind == "decided" else fact
            elif fact.kind == "reopened" and ended and ended.kind == "closed":
                ended = None
        return ended

    @cached_property
    def outages(self) -> tuple[Outage, ...]:
        """Return the days of each outage that moves deadlines of the person, as last journalled.

        An outage closed as an error before the person was told of it never happened; told, its days stand.
        """
        found: dict[int, Outage] = {}
        for fact in self.all("outage", "outage_dismissed"):
            key = int(fact.data["outage"])
            if fact.kind == "outage":
                days = (date.fromisoformat(fact.data[name]) for name in ("since", "until"))
                found[key] = Outage(*days)
            else:
                found.pop(key, None)
        return tuple(found.values())

    @cached_property
    def implied(self) -> Fact | None:
        """Return the birth of the implied decision, once recorded."""
        return self.first("implied")

    @cached_property
    def demand(self) -> Demand:
        """Return the demand as the law reckons it, without what would contradict it."""
        # Filed once silence has decided, a demand was not answered for all that: its appeal runs as before.
        end = None if self.ending and self.ending.kind == "closed" and self.implied else self.ending
        stopped = end.on if end else None
        withdrawn = end is not None and end.kind in {"withdrawn", "transferred_out"}
        asked, given = self.first("reasons_asked"), self.first("reasons_given")
        history = History(
            day_of(self.received_at),
            tuple(
                fact.on
                for fact in self.all("transferred")
                if fact.data.get("leaves_body") and self._before_end(fact) and self._before_implied(fact)
            ),
            tuple(self._request(fact, "pieces_received") for fact in self._asked(suspends=True)),
            None if withdrawn else stopped,
            stopped if withdrawn else None,
            self.outages,
        )
        return Demand(
            history,
            Regime(self.regime) if self.regime else Regime.NONE,
            Delay.parse(self.delay) if self.delay else None,
            self.territory,
            useful_pieces=tuple(
                self._request(fact, "pieces_received") for fact in self._asked(suspends=False)
            ),
            mends=tuple(
                self._request(fact, "mended") for fact in self.all("mend_asked") if self._before_end(fact)
            ),
            reasons_asked_on=asked.on if asked else None,
            reasons_given_on=max(given.on, asked.on) if given and asked else None,
            ending=end.kind if end else "",
            corrected_on=tuple(fact.on for fact in self.all("corrected")),
        )

    @cached_property
    def course(self) -> Course:
        """Return the course of the demand."""
        return run_course(self.demand)

    def _asked(self, *, suspends: bool) -> list[Fact]:
        asked = [
            fact for fact in self.all("pieces_asked") if bool(fact.data.get("suspends", True)) == suspends
        ]
        return [fact for fact in asked if self._before_end(fact)]

    def _before_end(self, fact: Fact) -> bool:
        return self.ending is None or fact.on <= self.ending.on

    def _before_implied(self, fact: Fact) -> bool:
        # An acceptance that was recorded was told: handing on a case taken up again does not take it back.
        return self.implied is None or fact.at <= self.implied.at

    def _request(self, fact: Fact, answer: str) -> PiecesAsked:
        """Return a request and the day on which all it asks had come."""
        days = (date.fromisoformat(fact.data["due_on"]) - fact.on) // timedelta(days=1)
        came = [
            given.on
            for given in self.all(answer)
            if given.data.get("request") == fact.data.get("request") and given.data.get("complete", True)
        ]
        return PiecesAsked(fact.on, Delay(max(days, 1), Unit.DAYS), max(came[0], fact.on) if came else None)


def _after(received: datetime, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts, none before the receipt."""
    for fact in facts:
        yield fact if fact.at >= received else replace(fact, at=received)


def story_of(case: Case, entries: Iterable[JournalEntry]) -> Story:
    """Return the story of a case from its entries, in order."""
    facts = tuple(Fact(entry.kind, entry.at, entry.facts) for entry in entries)
    return story_from(case, facts, territory=territory_of(case.organisation))


def story_from(
    case: Case, facts: tuple[Fact, ...], *, territory: str, calendars: Calendars | None = None
) -> Story:
    """Return the story of a case from its facts, in order; a batch shares the calendars it has read."""
    known = calendars or Calendars()
    return Story(facts, case.regime, case.delay, case.channel, territory, calendars=known)


def territory_of(body: Organisation) -> str:
    """Return the territory whose public holidays count: the department where a body has its seat."""
    try:
        return canonical_territory(_department_of(body))
    except UnknownTerritory:  # several departments of the mainland, or nobody said where
        return MAINLAND


_SEATS = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976", "44": "67"}
"""Departments of regions whose holidays are not those of the mainland, by code of region (INSEE, COG): overseas, and
Strasbourg for the Grand Est.
"""


def _department_of(body: Organisation) -> str:
    """Return the department of a body: its own, else that of the body above it (intermunicipal bodies, schools)."""
    if body.kind == OrganisationKind.REGION:
        return _SEATS.get(body.insee_code, "")
    code = body.insee_code or (
        body.territory.code if body.kind == OrganisationKind.DEPARTMENT and body.territory else ""
    )
    if code:
        return code[:3] if code[:2] in {"97", "98"} else code[:2]
    return _department_of(body.parent) if body.parent else ""
