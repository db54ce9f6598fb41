"""Reads of cases shaped for pages: queues and lists of the desk.

A queue reads participations only: the newest or most urgent of each of the agent's teams, merged. Each team costs one
short index scan, so that the page takes the same time at ten thousand cases and at a million.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import (
    NEVER,
    OPEN,
    WAITING,
    Attachment,
    Capacity,
    Case,
    Clock,
    ClockState,
    CoSignature,
    Direction,
    Draft,
    IntakeChannel,
    LegalState,
    Message,
    Participation,
    PieceRequest,
    QualificationRule,
)
from parvis.common import actor, clock
from parvis.documents.models import StoredFile

PAGE = 50
COUNT_UP_TO = 100
"""Counts stop there and read « 99+ »: nobody works differently at 340 than at 1 200, and the page stays fast."""


def _among(states: frozenset[LegalState]) -> str:
    return "p.state IN ({})".format(", ".join(f"'{state}'" for state in sorted(states)))


@dataclass(frozen=True)
class Queue:
    """One of an agent's queues: its code in addresses, its label, and its condition over participations."""

    code: str
    label: str | Promise
    condition: str
    newest_first: bool = False
    own: bool = False
    """Whether it is one agent's: read by the index of assignees, not team by team."""


QUEUES: dict[str, Queue] = {
    queue.code: queue
    for queue in (
        Queue("mes-demandes", _("Mes demandes"), f"{_among(OPEN)} AND p.assignee_id = %(agent)s", own=True),
        Queue("mes-services", _("Mes services"), _among(OPEN)),
        Queue("sans-agent", _("À attribuer"), f"{_among(OPEN)} AND p.assignee_id IS NULL"),
        Queue("en-retard", _("En retard"), f"{_among(OPEN)} AND p.due_on < %(today)s"),
        Queue("en-attente", _("En attente"), _among(WAITING)),
        Queue("toutes", _("Toutes"), "true", newest_first=True),
    )
}


@dataclass(frozen=True)
class Row:
    """A line of a queue, ready to show."""

    id: UUID
    number: str
    subject: str
    person_name: str
    procedure: str
    place: str
    channel: IntakeChannel
    state: LegalState
    due_on: date | None
    received_at: datetime
    assignee: str
    team: str
    organisation: str
    position: str
    """Where the next page starts after this row (``after`` of ``rows``)."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a list; each empty value narrows nothing."""

    procedure: str = ""
    channel: str = ""
    state: str = ""
    team: int | None = None
    received_from: date | None = None
    received_to: date | None = None


_COLUMNS = """
       c.id, c.number, c.subject, c.person_name, procedure.title, c.place, c.channel, c.state, c.due_on, c.received_at,
       coalesce(agent.first_name || ' ' || agent.last_name, ''), team.name, body.name"""

_JOINS = """JOIN cases_case c ON c.id = found.case_id
JOIN catalogue_procedureversion version ON version.id = c.version_id
JOIN catalogue_procedure procedure ON procedure.id = version.procedure_id
JOIN organisations_team team ON team.id = c.team_id
JOIN organisations_organisation body ON body.id = c.organisation_id
LEFT JOIN organisations_agent agent ON agent.id = c.assignee_id"""

_ROWS = """
WITH found AS (
    SELECT DISTINCT ON ({keys}, case_id) one.* FROM {source} one
    ORDER BY {keys}{direction}, case_id{direction} LIMIT %(limit)s
)
SELECT {columns}, found.due_on, found.received_at
FROM found
{joins}
ORDER BY found.{keys}{direction}, found.case_id{direction}
"""


# One short index scan a team, in order: merged, they give the first rows whatever the number of cases.
_TEAM_BY_TEAM = """unnest(%(teams)s::bigint[]) AS mine(team) CROSS JOIN LATERAL (
        SELECT p.case_id, p.due_on, p.received_at, p.team_id FROM cases_participation p {join}
        WHERE p.team_id = mine.team AND p.until IS NULL AND {condition}
        ORDER BY {order} LIMIT {most}
    )"""
# One index scan, in order too: the rows of an agent are few among those of their teams.
_OF_AGENT = """(
        SELECT p.case_id, p.due_on, p.received_at, p.team_id FROM cases_participation p {join}
        WHERE p.team_id = ANY (%(teams)s::bigint[]) AND p.until IS NULL AND {condition}
    )"""


def rows(queue: Queue, *, filters: Filters | None = None, after: str = "", limit: int = PAGE) -> list[Row]:
    """Return a page of a queue of the current actor, one row more than ``limit`` if there is a next page.

    ``after`` is the position of the last row seen. An unreadable position starts from the first page.
    """
    key = "received_at" if queue.newest_first else "due_on"
    direction = " DESC" if queue.newest_first else ""
    condition, values = _narrowed(queue, filters or Filters())
    start = _read_position(after, key)
    if start:
        condition += f" AND (p.{key}, p.case_id) {'<' if direction else '>'} (%(after_key)s, %(after_case)s)"
        values |= {"after_key": start[0], "after_case": start[1]}
    source = (_OF_AGENT if queue.own else _TEAM_BY_TEAM).format(
        condition=condition,
        order=f"p.{key}{direction}, p.case_id{direction}",
        join="JOIN cases_case c ON c.id = p.case_id" if "c." in condition else "",
        most="%(limit)s",
    )
    sql = _ROWS.format(columns=_COLUMNS, joins=_JOINS, keys=key, direction=direction, source=source)
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {"limit": limit + 1})
        return [_row(line, key) for line in cursor.fetchall()]


def counts() -> dict[str, int]:
    """Return how many cases wait in each queue of the current actor, ``COUNT_UP_TO`` at most.

    Counting stops after three times as many participations: a case in which more than three of the actor's teams
    take part counts for less, which a count that ends in « + » does not betray.
    """
    parts = [
        # Only our own constants are put in the text; every value is a parameter.
        f"""SELECT '{queue.code}', (SELECT count(*) FROM (
            SELECT DISTINCT case_id FROM (
                SELECT one.case_id FROM {_counted(queue)} one LIMIT {3 * COUNT_UP_TO}
            ) seen LIMIT {COUNT_UP_TO}) counted)"""  # noqa: S608
        for queue in QUEUES.values()
        if not queue.newest_first
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), _scope())
        return dict(cursor.fetchall())


def _counted(queue: Queue) -> str:
    """Return the participations of a queue. The order makes PostgreSQL read the index made for it."""
    source = _OF_AGENT if queue.own else _TEAM_BY_TEAM
    return source.format(condition=queue.condition, join="", order="p.due_on, p.case_id", most=COUNT_UP_TO)


def search(words: str, *, limit: int = PAGE) -> list[Row]:
    """Return the cases of the current actor that match the words, best first (French stems, accents ignored)."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"words": words.translate(_QUOTES), "limit": limit})
        return [_row(line, "received_at") for line in cursor.fetchall()]


def suggest(begun: str, *, limit: int) -> list[Row]:
    """Return the newest cases of the current actor whose words begin as those being typed."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, {"words": begun, "limit": limit})
        return [_row(line, "received_at") for line in cursor.fetchall()]


def rows_of_person(person_id: UUID, *, limit: int) -> list[Row]:
    """Return the newest demands of a person that the current actor sees."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSON, {"person": person_id, "limit": limit})
        return [_row(line, "received_at") for line in cursor.fetchall()]


# PostgreSQL reads "…" as a phrase, and only so.
_QUOTES = str.maketrans("«»“”", '""""')

# Only our own constants are put in the text; every value is a parameter.
_FOUND = f"""
SELECT {_COLUMNS}, c.due_on, c.received_at
FROM parvis_search_cases(%(words)s, %(limit)s) found
{_JOINS}
ORDER BY found.rank DESC, c.received_at DESC
"""  # noqa: S608

_OF_PERSON = f"""
SELECT {_COLUMNS}, c.due_on, c.received_at
FROM (SELECT id AS case_id FROM cases_case WHERE person_id = %(person)s ORDER BY received_at DESC LIMIT %(limit)s) found
{_JOINS}
ORDER BY c.received_at DESC
"""  # noqa: S608

_BEGUN = f"""
SELECT {_COLUMNS}, c.due_on, c.received_at
FROM parvis_suggest_cases(%(words)s, %(limit)s) found
{_JOINS}
ORDER BY c.received_at DESC
"""  # noqa: S608


def most_asked(codes: Sequence[str], *, limit: int = 6) -> list[str]:
    """Return those of the codes that were asked most lately on the whole platform, most asked first; open to anyone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_most_asked(%s, %s)", [list(codes), limit])
        return [code for (code,) in cursor.fetchall()]


def cases_of_person(person_id: UUID, *, limit: int = PAGE) -> list[Case]:
    """Return the demands of a person, newest first, with their body and procedure."""
    cases = Case.objects.filter(person_id=person_id).select_related("organisation", "version__procedure")
    return list(cases.order_by("-received_at").defer("answers", "original", "version__definition")[:limit])


def services_of(person_id: UUID) -> list[tuple[str, str]]:
    """Return the services that treat or treated the demands of a person, as body and team, by name."""
    found = Case.objects.filter(person_id=person_id).order_by("organisation__name", "team__name")
    return list(found.values_list("organisation__name", "team__name").distinct()[:PAGE])


def team_treating(person_id: UUID) -> str | None:
    """Return the name of the actor's team that is in charge of an open demand of a person, None when none is."""
    mine = Participation.objects.filter(
        case__person_id=person_id,
        team_id__in=actor.current().teams,
        until=None,
        capacity=Capacity.HANDLER,
        state__in=OPEN,
    )
    found = mine.order_by("-received_at").values_list("team__name", flat=True).first()
    return None if found is None else str(found)


def drafts_of_person(person_id: UUID) -> list[Draft]:
    """Return the deposits that a person began and did not send, the last touched first."""
    drafts = Draft.objects.filter(person_id=person_id, case_id=None, expires_at__gt=clock.now())
    drafts = drafts.select_related("organisation", "version__procedure")
    return list(drafts.order_by("-updated_at").defer("answers", "typed", "version__definition")[:PAGE])


def open_draft(organisation_id: int, procedure_id: int) -> Draft | None:
    """Return the deposit that the current actor began last at a body for a procedure and did not send, if any.

    Row security keeps those of the person signed in, and those whose secret was proved.
    """
    drafts = Draft.objects.filter(
        organisation_id=organisation_id,
        version__procedure_id=procedure_id,
        case_id=None,
        expires_at__gt=clock.now(),
    )
    return drafts.select_related("version").defer("version__definition").order_by("-updated_at").first()


def pieces_awaited(cases: Sequence[Case]) -> dict[UUID, PieceRequest]:
    """Return the open request of pieces of each case that has one."""
    requests = PieceRequest.objects.filter(case__in=cases, answered_at=None).order_by("asked_at")
    return {request.case_id: request for request in requests}


def written_last_by_service(cases: Sequence[Case]) -> dict[UUID, datetime]:
    """Return when the service wrote, for each case whose last message is the service's: it waits to be read."""
    spoken = Message.objects.filter(case__in=cases).exclude(direction=Direction.NOTE)
    last = spoken.order_by("case_id", "-written_at").distinct("case_id")
    return {
        message.case_id: message.written_at for message in last if message.direction == Direction.OUTBOUND
    }


def files_of_draft(draft_id: UUID) -> list[StoredFile]:
    """Return the stored files of a draft, in the order they came."""
    attachments = (
        Attachment.objects.filter(draft_id=draft_id).select_related("file").order_by("added_at", "pk")
    )
    return [attachment.file for attachment in attachments]


def _scope() -> dict[str, Any]:
    who = actor.current()
    return {"teams": sorted(who.teams), "agent": who.agent, "today": clock.today()}


def _narrowed(queue: Queue, filters: Filters) -> tuple[str, dict[str, Any]]:
    conditions, values = [queue.condition], _scope()
    for column, name in (("c.procedure_code", "procedure"), ("c.channel", "channel"), ("p.state", "state")):
        if value := getattr(filters, name):
            conditions.append(f"{column} = %({name})s")
            values[name] = value
    if filters.team is not None:
        values["teams"] = sorted({filters.team} & set(values["teams"]))
    if filters.received_from:
        conditions.append("p.received_at >= %(received_from)s")
        values["received_from"] = _midnight(filters.received_from)
    if filters.received_to:
        conditions.append("p.received_at < %(received_to)s")
        values["received_to"] = _midnight(filters.received_to + timedelta(days=1))
    return " AND ".join(conditions), values


def _midnight(day: date) -> datetime:
    """Return the first moment of a day where the desk is, not where the server is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(line: Sequence[Any], key: str) -> Row:
    due_key, received_key = line[13], line[14]
    position = (
        f"{(due_key if key == 'due_on' else received_key).isoformat()}_{line[0]}"
        if due_key or key != "due_on"
        else ""
    )
    number, subject, name, procedure, place, channel, state, due_on = line[1:9]
    return Row(
        id=line[0],
        number=number,
        subject=subject,
        person_name=name,
        procedure=procedure,
        place=place,
        channel=IntakeChannel(channel),
        state=LegalState(state),
        due_on=None if due_on in (None, NEVER) else due_on,
        received_at=line[9],
        assignee=line[10],
        team=line[11],
        organisation=line[12],
        position=position,
    )


def _read_position(text: str, key: str) -> tuple[date | datetime, UUID] | None:
    moment, _separator, case = text.rpartition("_")
    try:
        value = date.fromisoformat(moment) if key == "due_on" else datetime.fromisoformat(moment)
        return value, UUID(case)
    except ValueError:
        return None


def co_signatures_of(case: Case) -> list[CoSignature]:
    """Return the signatures asked of other people for a case that a door has let through."""
    return list(CoSignature.objects.filter(case=case))


def rules_of(organisation_id: int) -> list[QualificationRule]:
    """Return the rules by which a body sorts what comes, in their order."""
    rules = QualificationRule.objects.filter(organisation_id=organisation_id)
    return list(rules.select_related("team", "municipality").order_by("rank", "pk"))


def clock_running(case_id: UUID, kind: str) -> Clock | None:
    """Return the clock of a kind that runs on a case, None when none does."""
    return Clock.objects.filter(case_id=case_id, kind=kind, state=ClockState.RUNNING).first()


def numbers_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Return the numbers of some cases that the actor sees, by id."""
    return dict(Case.objects.filter(pk__in=list(keys)).values_list("pk", "number"))
