"""Tables of demands that a lawyer can read: one line a demand, its facts, and the dates expected.

Columns: ``received``, ``regime`` (SVA, SVR, none), ``delay`` (``2m``, ``30d``, ``10d-ouvres``, ``60d-ouvrables``,
``8d-francs``; two months when empty), ``territory`` (mainland when empty), ``events``, ``implied_decision``,
``last_day_to_appeal``, ``source``; ``residence`` (a territory or ``abroad``) may be added. In a date expected, an
empty cell or a dash means that there is none.

Events, parted by semicolons, in any order:

    2026-07-20 pieces-asked 15d          indispensable pieces, with the delay set (L114-5)
    2026-07-31 pieces-received           all that was asked before has come (in several times: the last)
    2026-07-20 useful-pieces-asked 15d   not indispensable: nothing is suspended (L114-5-1)
    2026-07-20 mend-asked 15d            a defect of form to mend (L114-6)
    2026-03-09 transferred               to the competent body (L114-2)
    2026-05-02 decided                   an express decision
    2026-05-04 notified                  the day it reached the person, when not the same
    2026-05-02 withdrawn                 the person took the demand back
    2026-04-01 reasons-asked             of an implied rejection (L232-4)
    2026-04-20 reasons-given
    2026-04-01..2026-04-03 outage        of the service, both days included
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from io import StringIO
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.common.errors import DomainError
from parvis.deadlines.appeal import ABROAD
from parvis.deadlines.course import Demand
from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import UnknownTerritory, UnreadableTable
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.holidays_fr import MAINLAND, canonical_territory
from parvis.deadlines.outages import Outage
from parvis.deadlines.silence import TWO_MONTHS, Regime

NEEDED = ("received", "regime")
EXPECTED = ("implied_decision", "last_day_to_appeal")
COLUMNS = (*NEEDED, "delay", "territory", "residence", "events", *EXPECTED, "source")
_YEARS = (1900, 2200)
"""The years of which one reckons: farther, a slip of the keyboard."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
"""The one way of writing a day: others that Python reads (weeks, no dashes) are slips of the keyboard here."""
_BEFORE = re.compile(r"\s*(sep=.)?\s*", re.IGNORECASE)
"""What may come before the names of columns: blank lines, and the separator that Excel reads there."""
_TOO_LONG = gettext_lazy(
    "Ce tableau ne se lit pas comme un CSV : une case est trop longue, ou un guillemet manque."
)
_NOTHING = {"", "-", "–", "—"}
_EVENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?\s+([a-z-]+)(?:\s+(\S+))?")


@dataclass(frozen=True)
class Line:
    """A line of a table: the demand it tells, and the dates it expects, by column. ``number`` is that of the file."""

    number: int
    demand: Demand
    source: str = ""
    expected: dict[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be read or reckoned, and why."""

    number: int
    why: str


def read_table(text: str) -> Iterator[Line | BadLine]:
    """Yield the lines of a table, in order; those that cannot be read with the reason.

    Cells are parted by commas, semicolons or tabs, as the first line shows. A line cut short expects what an empty
    cell does; one with more cells than there are columns has a comma too much, and is not read. Raises UnreadableTable
    when there is no first line with the columns needed, and for what is no CSV.
    """
    header, rows = _opened(text)
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield _line(rows.line_num, header, cells)
    except csv.Error:
        raise UnreadableTable(_TOO_LONG) from None


def unknown_columns(text: str) -> list[str]:
    """Return the columns that mean nothing here: one mistyped would expect nothing. Raises UnreadableTable."""
    return [name for name in _opened(text)[0] if name and name not in COLUMNS]


def mistyped_columns(text: str) -> dict[str, str]:
    """Return the columns that mean nothing but look like one that is absent, and that one. Raises UnreadableTable."""
    absent = [name for name in COLUMNS if name not in _opened(text)[0]]
    close = {name: get_close_matches(name, absent, n=1) for name in unknown_columns(text)}
    return {name: found[0] for name, found in close.items() if found}


def _opened(text: str) -> tuple[list[str], Any]:
    """Return the names of the columns, and the reader of what follows."""
    read = StringIO(text.removeprefix("\ufeff"), newline=None).readlines()
    before = next((rank for rank, line in enumerate(read) if not _BEFORE.fullmatch(line)), 0)
    rows = csv.reader(["\n"] * before + read[before:], delimiter=_delimiter(read[before] if read else ""))
    try:
        header = [name.strip().lower() for name in next((cells for cells in rows if cells), [])]
    except csv.Error:
        raise UnreadableTable(_TOO_LONG) from None
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise UnreadableTable(_("Il manque à ce tableau : %(columns)s.") % {"columns": ", ".join(missing)})
    twice = sorted({name for name in COLUMNS if header.count(name) > 1})
    if twice:
        raise UnreadableTable(
            _("Deux colonnes ont le même nom : %(columns)s.") % {"columns": ", ".join(twice)}
        )
    return header, rows


def _line(number: int, header: list[str], cells: list[str]) -> Line | BadLine:
    if any(cell.strip() for cell in cells[len(header) :]):
        return BadLine(
            number,
            _(
                "Il y a plus de cases que de colonnes : mettez entre guillemets un texte qui contient le séparateur."
            ),
        )
    return read_line(number, dict(zip_longest(header, cells[: len(header)], fillvalue="")))


def read_line(number: int, cells: dict[str, str]) -> Line | BadLine:
    """Return a line from its cells by column, or why it cannot be read."""
    given = {name: (cell or "").strip() for name, cell in cells.items()}
    try:
        expected = {name: _expected(given[name], name) for name in EXPECTED if name in given}
        return Line(number, _demand(given), given.get("source", ""), expected)
    except DomainError as refusal:
        return BadLine(number, str(refusal))


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _demand(given: dict[str, str]) -> Demand:
    regime = _regime(given.get("regime", ""))
    facts = _Facts(_day(given.get("received", ""), "received"))
    for event in given.get("events", "").split(";"):
        if event.strip() not in _NOTHING:
            facts.read(event.strip())
    territory = canonical_territory(given.get("territory", "") or MAINLAND)
    demand = facts.demand(regime, _delay(given.get("delay", ""), regime))
    return replace(demand, territory=territory, residence=_residence(given.get("residence", "")))


def _residence(written: str) -> str:
    if written in _NOTHING or written.lower() == ABROAD:
        return ABROAD if written.lower() == ABROAD else ""
    try:
        return canonical_territory(written)
    except UnknownTerritory:
        said = _(
            "« %(text)s » n’est pas un lieu de résidence : écrivez un territoire, ou « abroad » (étranger)."
        )
        raise UnreadableTable(said % {"text": written[:20]}) from None


def _delay(written: str, regime: Regime) -> Delay | None:
    if written in _NOTHING:
        return None if regime == Regime.NONE else TWO_MONTHS
    return Delay.parse(written)


def _regime(written: str) -> Regime:
    for regime in Regime:
        if written.lower() == regime.lower():
            return regime
    if written in _NOTHING:
        return Regime.NONE
    raise UnreadableTable(
        _("L’effet du silence est SVA, SVR ou none, pas « %(text)s ».") % {"text": written[:20]}
    )


def _day(written: str, column: str) -> date:
    facts = {"text": written[:20], "column": column}
    try:
        day = date.fromisoformat(written if _DAY.fullmatch(written) else "")
    except ValueError:
        said = _("« %(text)s » n’est pas une date (%(column)s) : écrivez 2026-03-16.")
        raise UnreadableTable(said % facts) from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        said = _("« %(text)s » est trop loin de nous (%(column)s) : vérifiez l’année.")
        raise UnreadableTable(said % facts)
    return day


def _expected(written: str, column: str) -> date | None:
    return None if written.lower() in _NOTHING | {"none"} else _day(written, column)


class _Facts:
    """The events of one line, as they are read."""

    def __init__(self, received: date) -> None:
        self.received = received
        self.transferred: list[date] = []
        self.requests: list[PiecesAsked] = []
        self.came: list[date] = []
        self.useful: list[PiecesAsked] = []
        self.mends: list[PiecesAsked] = []
        self.outages: list[Outage] = []
        self.single: dict[str, date] = {}

    def read(self, event: str) -> None:
        """Read one event. Raises UnreadableTable, BadDelay, EndBeforeStart."""
        found = _EVENT.fullmatch(event)
        if found is None:
            raise UnreadableTable(_unread(event))
        since, until, name, word = found.groups()
        on = _day(since, "events")
        if name == "outage":
            self.outages.append(Outage(on, _day(until, "events") if until else on))
            return
        if until or (name not in _EVENTS) or bool(word) != (name in _ASKING):
            raise UnreadableTable(_unread(event))
        _EVENTS[name](self, name, on, word)

    def ask(self, name: str, on: date, word: str) -> None:
        """Pieces or a correction are asked, within a delay."""
        kind = {"pieces-asked": self.requests, "useful-pieces-asked": self.useful, "mend-asked": self.mends}[
            name
        ]
        kind.append(PiecesAsked(on, Delay.parse(word)))

    def receive(self, _name: str, on: date, _word: str) -> None:
        """All pieces asked before have come."""
        self.came.append(on)

    def transfer(self, _name: str, on: date, _word: str) -> None:
        """The demand is forwarded."""
        self.transferred.append(on)

    def once(self, name: str, on: date, _word: str) -> None:
        """Something that happens once."""
        if name in self.single:
            raise UnreadableTable(_("« %(name)s » ne peut venir qu’une fois.") % {"name": name})
        self.single[name] = on

    def demand(self, regime: Regime, delay: Delay | None) -> Demand:
        """Return the demand. Raises BadHistory, ClockEnded, UnreadableTable."""
        history = History(
            self.received,
            tuple(self.transferred),
            tuple(self._answered()),
            self.single.get("decided"),
            self.single.get("withdrawn"),
            tuple(self.outages),
        )
        return Demand(
            history,
            regime,
            delay,
            useful_pieces=tuple(self.useful),
            mends=tuple(self.mends),
            notified_on=self.single.get("notified"),
            reasons_asked_on=self.single.get("reasons-asked"),
            reasons_given_on=self.single.get("reasons-given"),
        )

    def _answered(self) -> Iterable[PiecesAsked]:
        """Give each request the day on which all it asks had come.

        Pieces that come in as many times as they were asked for were not all there before the last one.
        """
        asked: list[PiecesAsked] = []
        came: list[date] = []
        requests = [(one.on, 0, one) for one in self.requests]
        arrivals = [(day, 1, None) for day in set(self.came)]
        for day, _rank, request in sorted([*requests, *arrivals], key=lambda fact: fact[:2]):
            if request is None:
                came.append(day)
                continue
            if came:
                yield from self._answers(asked, came)
                asked, came = [], []
            asked.append(request)
        yield from self._answers(asked, came)

    def _answers(self, asked: list[PiecesAsked], came: list[date]) -> Iterator[PiecesAsked]:
        """Yield requests that waited together with the day they were answered, out of the days on which pieces came."""
        useless = came[len(asked) :]
        if useless and not (self.useful or self.mends):
            said = _("Des pièces arrivent le %(day)s, mais aucune n’était attendue.")
            raise UnreadableTable(said % {"day": useless[0]})
        answers = came[: len(asked)]
        for request in asked:
            yield replace(request, received_on=answers[-1] if answers else None)


_ASKING = {"pieces-asked", "useful-pieces-asked", "mend-asked"}
_EVENTS: dict[str, Callable[[_Facts, str, date, Any], None]] = {
    **dict.fromkeys(_ASKING, _Facts.ask),
    "pieces-received": _Facts.receive,
    "transferred": _Facts.transfer,
    **dict.fromkeys(("decided", "notified", "withdrawn", "reasons-asked", "reasons-given"), _Facts.once),
}


def _unread(event: str) -> str:
    known = ", ".join([*_EVENTS, "outage"])
    return _("« %(event)s » ne se lit pas. Écrivez une date, puis l’un de : %(known)s.") % {
        "event": event[:60],
        "known": known,
    }
