"""The same law reckoned another way, to check ours against: day by day, with dateutil and a hand-made list of holidays.

It shares no line with ``parvis.deadlines``: it simulates each day of a demand instead of reckoning its end.
"""

import re
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

ONE = timedelta(days=1)
# Code du travail, L3133-1 (everywhere), L3134-13 (Alsace-Moselle), L3422-2 (overseas); for 986 to 988 the deliberations
# of their assemblies.
_FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
_OWN = {
    "alsace-moselle": {(12, 26)},
    "971": {(5, 27)},
    "972": {(5, 22)},
    "973": {(6, 10)},
    "974": {(12, 20)},
    "976": {(4, 27)},
    "977": {(10, 9)},
    "978": {(5, 28)},
    "986": {(4, 28), (6, 29), (7, 29)},
    "987": {(3, 5), (11, 20)},
    "988": {(9, 24)},
}
_GOOD_FRIDAY = {"alsace-moselle", "987"}
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"}


def is_holiday(day: date, territory: str) -> bool:
    """Say whether a day is a public holiday of a territory."""
    sunday = easter(day.year)
    moving = {sunday + timedelta(days=1), sunday + timedelta(days=39), sunday + timedelta(days=50)}
    if territory in _GOOD_FRIDAY:
        moving.add(sunday - timedelta(days=2))
    return day in moving or (day.month, day.day) in _FIXED | _OWN.get(territory, set())


def is_worked(day: date, territory: str, *, saturday: bool = False) -> bool:
    """Say whether a day is « ouvré », or « ouvrable » with Saturdays."""
    return day.weekday() < (6 if saturday else 5) and not is_holiday(day, territory)


def length(start: date, delay: str, territory: str, stopped: frozenset[date] = frozenset()) -> date:
    """Return the last day of a delay, counted day after day."""
    found = re.fullmatch(r"(\d+)(m|d)(?:-(\w+))?", delay)
    assert found, delay
    amount, unit, how = int(found[1]), found[2], found[3]
    day = start
    if how in {"ouvres", "ouvrables"}:
        while amount:
            day += ONE
            if day not in stopped and is_worked(day, territory, saturday=how == "ouvrables"):
                amount -= 1
        return day
    plain = start + (relativedelta(months=amount) if unit == "m" else relativedelta(days=amount))
    left = (plain - start).days + (how == "francs")
    while left:
        day += ONE
        left -= day not in stopped
    return day


def reckon(row: dict[str, str]) -> tuple[date | None, date | None]:
    """Return the implied decision and the last day to appeal of a line of the table, None for none."""
    facts = _Facts(row)
    born = facts.implied()
    return born, facts.appeal(born)


class _Facts:
    def __init__(self, row: dict[str, str]) -> None:
        self.regime, self.delay = row["regime"], row["delay"] or "2m"
        self.territory = row["territory"] or "mainland"
        self.residence = row.get("residence", "")
        self.received = date.fromisoformat(row["received"])
        self.outages: list[tuple[date, date]] = []
        self.events: list[tuple[date, str, str]] = []
        for event in filter(None, (part.strip() for part in row["events"].split(";"))):
            when, name, *rest = event.split()
            if name == "outage":
                since, _dots, until = when.partition("..")
                self.outages.append((date.fromisoformat(since), date.fromisoformat(until or since)))
            else:
                self.events.append((date.fromisoformat(when), name, rest[0] if rest else ""))

    def all(self, name: str) -> list[date]:
        return sorted(day for day, known, _word in self.events if known == name)

    def one(self, name: str) -> date | None:
        return next(iter(self.all(name)), None)

    def moved(self, day: date) -> date:
        for since, until in sorted(self.outages):
            if since <= day <= until:
                day = until + ONE
                while not is_worked(day, self.territory):
                    day += ONE
        return day

    def stop(self) -> date:
        ends = [day for day in (self.one("decided"), self.one("withdrawn")) if day]
        return min(ends, default=date(9999, 12, 31))

    def implied(self) -> date | None:
        born = {"SVA": self.acceptance, "SVR": self.rejection, "none": lambda: None}[self.regime]()
        return None if born is None or self.stop() <= born else born

    def came(self, asked: date) -> date | None:
        """The day on which all that was asked had come: the last arrival before something else is asked."""
        later = [day for day in self.all("pieces-received") if day >= asked]
        following = [day for day in self.all("pieces-asked") if later and day > later[0]]
        return max((day for day in later if not following or day < following[0]), default=None)

    def rejection(self) -> date:
        stopped: set[date] = set()
        end = length(self.received, self.delay, self.territory)
        for asked, name, within in sorted(self.events):
            if name != "pieces-asked" or asked > end:
                continue
            last = self.moved(length(asked, within, self.territory))
            until = min(last, self.came(asked) or last)
            stopped |= {asked + ONE * number for number in range(1, (until - asked).days + 1)}
            # Asked on the last day, nothing is left to run: the end waits for the end of the suspension.
            counted = length(self.received, self.delay, self.territory, frozenset(stopped))
            end = max(end, until, counted)
        return end

    def acceptance(self) -> date | None:
        start, waiting, day = self.received, False, self.received
        by_day = {name: set(self.all(name)) for name in ("transferred", "pieces-asked")}
        complete = {self.came(asked) for asked in by_day["pieces-asked"]}
        while day < self.received + relativedelta(years=4):
            if day in by_day["transferred"]:
                start = day
            if day in by_day["pieces-asked"]:
                waiting = True
            if day in complete and waiting:
                waiting, start = False, day
            over = not waiting and length(start, self.delay, self.territory) == day
            if over and not any(later > day for later in by_day["transferred"]):
                return day
            day += ONE
        return None

    def months(self) -> int:
        if self.residence == "abroad":
            return 4
        if self.territory in OVERSEAS:
            return 3 if self.residence and self.residence != self.territory else 2
        return 3 if self.residence in OVERSEAS else 2

    def limit(self, decision: date) -> date:
        day = decision + relativedelta(months=self.months()) + ONE
        while not is_worked(day, self.territory):
            day += ONE
        return self.moved(day)

    def appeal(self, born: date | None) -> date | None:
        last = self.limit(born) if born and self.regime == "SVR" else None
        told = self.one("notified") or self.one("decided")
        asked, given = self.one("reasons-asked"), self.one("reasons-given")
        if last and born and asked and born < asked <= last:
            if given:
                last = self.limit(given)
            elif not told:
                return None
            else:
                last = max(last, told)  # the delay was open until then
        if told and (last is None or told <= last):
            last = self.limit(told)
        return last
