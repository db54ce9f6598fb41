"""What falls due and when, over every running clock on which agents have to act: late, soon, by day, by agent.

Read from one index of clocks (``clock_to_do``), team by team as queues are (decision 0013): the page takes the same
time at ten thousand cases and at a million. Days are those of the desk's wall clock; a delay in days, which ends at
midnight, falls on the day that ends then.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from parvis.cases.clocks import end_of
from parvis.cases.models import LegalState
from parvis.cases.queries import COUNT_UP_TO, PAGE
from parvis.cases.story import territory_of
from parvis.common import actor, clock
from parvis.organisations.models import Organisation

SOON_DAYS = 7
"""« Soon »: within a week."""
SHOWN_A_DAY = 3
"""Cases written in a day of the calendar; its own page has the others."""
_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose clocks: the current actor's teams or some of them; one agent's, those of nobody, or both; else all.
    ``kind`` keeps one kind of delay.
    """

    teams: frozenset[int] | None = None
    agent: int | None = None
    unassigned: bool = False
    kind: str = ""


EVERYONE = Whose()


@dataclass(frozen=True)
class Due:
    """A clock and its case, as lists show them. ``due_on`` is None for a delay in hours."""

    id: int
    kind: str
    about: str
    due_on: date | None
    due_at: datetime
    stopped: bool
    number: str
    subject: str
    person_name: str
    state: LegalState
    procedure: str
    team: str
    assignee: str

    @property
    def day(self) -> date:
        """Return the day on which it falls."""
        return day_of(self.due_at)

    @property
    def position(self) -> str:
        """Return where the next page starts after it."""
        return f"{self.due_at.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Day:
    """What falls on one day: how many clocks, and the first of them."""

    count: int
    first: list[Due]


@dataclass(frozen=True)
class Load:
    """How many cases have something due: ``late`` already, then by day; ``agent`` None for cases of nobody."""

    agent: int | None
    name: str
    late: int
    by_day: dict[date, int]
    treated: int

    def until(self, day: date) -> int:
        """Return how many fall due up to that day, without those that are late."""
        return sum(count for on, count in self.by_day.items() if on <= day)


def day_of(due_at: datetime) -> date:
    """Return the day on which a moment falls: midnight ends the day before."""
    return timezone.localdate(due_at - timedelta(microseconds=1))


def start_of(day: date) -> datetime:
    """Return the first moment of a day where the desk is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def late(whose: Whose = EVERYONE, *, after: str = "", limit: int = PAGE) -> list[Due]:
    """Return what is late, the latest first; one more than ``limit`` if there is a next page."""
    return _page(whose, _LONG_AGO, clock.now(), after, limit)


def soon(whose: Whose = EVERYONE, *, after: str = "", limit: int = PAGE) -> list[Due]:
    """Return what falls due within a week, the soonest first; one more than ``limit`` if there is a next page."""
    return _page(whose, clock.now(), end_of(clock.today() + timedelta(SOON_DAYS)), after, limit)


def on_day(day: date, whose: Whose = EVERYONE, *, after: str = "", limit: int = PAGE) -> list[Due]:
    """Return what falls on one day; one more than ``limit`` if there is a next page."""
    return _page(whose, start_of(day), end_of(day), after, limit)


_COLUMNS = """k.id, k.kind, k.about, k.due_on, k.due_at,
       k.paused_since IS NOT NULL AND (k.paused_until IS NULL OR k.paused_until > %(now)s),
       c.number, c.subject, c.person_name, c.state, procedure.title, team.name,
       coalesce(agent.first_name || ' ' || agent.last_name, '')"""
_JOINS = """JOIN cases_clock k ON k.id = found.id
JOIN cases_case c ON c.id = k.case_id
JOIN catalogue_procedureversion version ON version.id = c.version_id
JOIN catalogue_procedure procedure ON procedure.id = version.procedure_id
JOIN organisations_team team ON team.id = k.team_id
LEFT JOIN organisations_agent agent ON agent.id = k.assignee_id"""
# Only our own constants are put in the text of these; every value is a parameter.
_TEAM_BY_TEAM = """unnest(%(teams)s::bigint[]) AS mine(team) CROSS JOIN LATERAL (
        SELECT o.id, o.due_at, o.case_id, o.assignee_id FROM cases_clock o
        WHERE o.team_id = mine.team AND o.due_at > %(since)s AND o.due_at <= %(until)s AND {condition}
        ORDER BY o.due_at, o.id LIMIT {most}
    ) one"""
_PAGE = """
WITH found AS MATERIALIZED (
    SELECT one.id FROM {source} ORDER BY one.due_at, one.id LIMIT %(limit)s
)
SELECT {columns} FROM found {joins} ORDER BY k.due_at, k.id
"""


def _page(whose: Whose, since: datetime, until: datetime, after: str, limit: int) -> list[Due]:
    condition, values = _narrowed(whose)
    start = _read_position(after)
    if start:
        condition += " AND (o.due_at, o.id) > (%(after_at)s, %(after_id)s)"
        values |= {"after_at": start[0], "after_id": start[1]}
    sql = _PAGE.format(
        source=_TEAM_BY_TEAM.format(condition=condition, most="%(limit)s"), columns=_COLUMNS, joins=_JOINS
    )
    return [_due(line) for line in _read(sql, values, since=since, until=until, limit=limit + 1)]


def counts(whose: Whose = EVERYONE) -> tuple[int, int]:
    """Return how many clocks are late and how many fall due within a week, ``COUNT_UP_TO`` at most of each."""
    condition, values = _narrowed(whose)
    source = _TEAM_BY_TEAM.format(condition=condition, most=COUNT_UP_TO)
    sql = f"SELECT count(*) FROM (SELECT one.id FROM {source} LIMIT {COUNT_UP_TO}) counted"  # noqa: S608
    now, week = clock.now(), end_of(clock.today() + timedelta(SOON_DAYS))
    late_ones = _read(sql, values, since=_LONG_AGO, until=now)[0][0]
    return late_ones, _read(sql, values, since=now, until=week)[0][0]


_CALENDAR = """
WITH counted AS (
    SELECT o.id, o.due_at, ((o.due_at - interval '1 microsecond') AT TIME ZONE %(zone)s)::date AS day
    FROM cases_clock o
    WHERE o.team_id = ANY (%(teams)s::bigint[]) AND o.due_at > %(since)s AND o.due_at <= %(until)s AND {condition}
), found AS MATERIALIZED (
    SELECT id, day, count(*) OVER (PARTITION BY day) AS many,
           row_number() OVER (PARTITION BY day ORDER BY due_at, id) AS place FROM counted
)
SELECT found.day, found.many, {columns} FROM found {joins} WHERE found.place <= %(most)s ORDER BY k.due_at, k.id
"""


def calendar(first: date, last: date, whose: Whose = EVERYONE, *, most: int = SHOWN_A_DAY) -> dict[date, Day]:
    """Return what falls on each day between two, both included: how many clocks, and the first ``most`` of them."""
    condition, values = _narrowed(whose)
    sql = _CALENDAR.format(condition=condition, columns=_COLUMNS, joins=_JOINS)
    days: dict[date, Day] = {}
    for day, many, *line in _read(sql, values, since=start_of(first), until=end_of(last), most=most):
        days.setdefault(day, Day(many, [])).first.append(_due(line))
    return days


_LOAD = """
SELECT o.assignee_id, coalesce(agent.first_name || ' ' || agent.last_name, ''),
       CASE WHEN o.due_at > %(since)s THEN ((o.due_at - interval '1 microsecond') AT TIME ZONE %(zone)s)::date END,
       count(DISTINCT o.case_id)
FROM cases_clock o LEFT JOIN organisations_agent agent ON agent.id = o.assignee_id
WHERE o.team_id = %(team)s AND o.due_at <= %(until)s
GROUP BY 1, 2, 3
"""
_TREATED = """
SELECT c.assignee_id, coalesce(agent.first_name || ' ' || agent.last_name, ''), count(*)
FROM cases_participation p JOIN cases_case c ON c.id = p.case_id
LEFT JOIN organisations_agent agent ON agent.id = c.assignee_id
WHERE p.team_id = %(team)s AND p.until IS NULL AND p.capacity = 'handler' AND p.changed_at >= %(from)s
  AND c.ended_at >= %(from)s
GROUP BY 1, 2
"""


def load(team: int, *, until: date, treated_since: date) -> list[Load]:
    """Return the load of one of the actor's teams, agent by agent, the most loaded first.

    A case counts once a day on which something of it falls due. ``treated`` are the cases ended since that day by
    those who handle them still.
    """
    if team not in actor.current().teams:
        return []
    values = {"team": team, "zone": timezone.get_current_timezone_name()}
    dues = _rows(_LOAD, values | {"since": clock.now(), "until": end_of(until)})
    treated = {
        (key, name): count for key, name, count in _rows(_TREATED, values | {"from": start_of(treated_since)})
    }
    found: dict[tuple[int | None, str], Load] = {}
    for key in treated.keys() | {(agent, name) for agent, name, _day, _count in dues}:
        found[key] = Load(*key, 0, {}, treated.get(key, 0))
    for agent, name, day, count in dues:
        one = found[agent, name]
        if day is None:
            found[agent, name] = replace(one, late=count)
        else:
            one.by_day[day] = count
    return sorted(found.values(), key=lambda one: (-one.late - sum(one.by_day.values()), one.name))


def team_with_load(teams: Sequence[int]) -> int | None:
    """Return the first of these teams for which something falls due, else the first; None when there is none."""
    if len(teams) < 2:
        return next(iter(teams), None)
    asked = (
        "SELECT asked.team FROM unnest(%(teams)s::bigint[]) WITH ORDINALITY AS asked(team, rank) "
        "ORDER BY NOT EXISTS (SELECT 1 FROM cases_clock found WHERE found.team_id = asked.team "
        "AND found.due_at IS NOT NULL), asked.rank LIMIT 1"
    )
    ((team,),) = _rows(asked, {"teams": list(teams)})
    return int(team)


def territory_of_team(team: int) -> str:
    """Return the territory whose public holidays a team keeps."""
    return territory_of(Organisation.objects.select_related("territory").get(teams=team))


_ARRIVED = """
SELECT c.number, procedure.title, p.since
FROM unnest(%(teams)s::bigint[]) AS mine(team) CROSS JOIN LATERAL (
    SELECT p.case_id, p.since FROM cases_participation p
    WHERE p.team_id = mine.team AND p.until IS NULL AND p.changed_at > %(since)s
      AND p.since > %(since)s AND p.since <= %(until)s AND p.capacity = 'handler' AND {condition}
    ORDER BY p.since LIMIT {most}
) p
JOIN cases_case c ON c.id = p.case_id
JOIN catalogue_procedureversion version ON version.id = c.version_id
JOIN catalogue_procedure procedure ON procedure.id = version.procedure_id
ORDER BY p.since, c.number
"""


@dataclass(frozen=True)
class Arrival:
    """A case that came to a team: its number, its procedure, since when."""

    number: str
    procedure: str
    since: datetime


def arrived(whose: Whose, since: datetime, until: datetime) -> list[Arrival]:
    """Return the cases that came to teams between two moments, the first excluded; ``COUNT_UP_TO`` a team at most."""
    condition, values = _narrowed(whose, table="p")
    sql = _ARRIVED.format(condition=condition, most=COUNT_UP_TO)
    return [Arrival(*line) for line in _read(sql, values, since=since, until=until)]


_HAPPENED = """
SELECT DISTINCT c.number, procedure.title, p.since
FROM unnest(%(teams)s::bigint[]) AS mine(team)
JOIN cases_participation p ON p.team_id = mine.team AND p.until IS NULL AND p.changed_at > %(since)s
     AND p.capacity = 'handler' AND {condition}
JOIN cases_journalentry j ON j.case_id = p.case_id AND j.kind = ANY (%(kinds)s)
     AND j.recorded_at > %(since)s AND j.recorded_at <= %(until)s
     AND (j.kind <> 'message' OR j.facts ->> 'direction' = 'inbound')
     AND j.facts @> %(facts)s::jsonb AND j.agent_id IS DISTINCT FROM %(me)s
JOIN cases_case c ON c.id = p.case_id
JOIN catalogue_procedureversion version ON version.id = c.version_id
JOIN catalogue_procedure procedure ON procedure.id = version.procedure_id
ORDER BY c.number LIMIT {most}
"""


def happened(
    whose: Whose,
    kinds: Sequence[str],
    since: datetime,
    until: datetime,
    *,
    facts: dict[str, Any],
    besides: int,
) -> list[Arrival]:
    """Return the cases in whose journal others than an agent (``besides``) wrote something of some kinds between two
    moments, the first excluded; of messages, those of the person. ``facts`` are held by the entries.
    """
    condition, values = _narrowed(whose, table="p")
    sql = _HAPPENED.format(condition=condition, most=COUNT_UP_TO)
    more = {"kinds": list(kinds), "facts": json.dumps(facts), "me": besides}
    return [Arrival(*line) for line in _read(sql, values, since=since, until=until, **more)]


def due_between(whose: Whose, since: datetime | None, until: datetime, *, limit: int = PAGE) -> list[Due]:
    """Return what falls due between two moments, the first excluded; one more than ``limit`` if there is more."""
    return _page(whose, since or _LONG_AGO, until, "", limit)


def _narrowed(whose: Whose, table: str = "o") -> tuple[str, dict[str, Any]]:
    """Return the condition over the agent, and its values."""
    teams = actor.current().teams
    values: dict[str, Any] = {"teams": sorted(teams if whose.teams is None else teams & whose.teams)}
    parts = []
    if whose.agent is not None:
        parts.append(f"{table}.assignee_id = %(agent)s")
        values["agent"] = whose.agent
    if whose.unassigned:
        parts.append(f"{table}.assignee_id IS NULL")
    narrowed = f"({' OR '.join(parts)})" if parts else "true"
    if whose.kind:
        narrowed += f" AND {table}.kind = %(kind)s"
        values["kind"] = whose.kind
    return narrowed, values


def _read(sql: str, values: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    zone = timezone.get_current_timezone_name()
    return _rows(sql, {"now": clock.now(), "zone": zone, **values, **more})


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _due(line: Sequence[Any]) -> Due:
    values = list(line)
    values[9] = LegalState(line[9])
    return Due(*values)


def _read_position(text: str) -> tuple[datetime, int] | None:
    moment, _separator, key = text.rpartition("_")
    try:
        return datetime.fromisoformat(moment), int(key)
    except ValueError:
        return None
