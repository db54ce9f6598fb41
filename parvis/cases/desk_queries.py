"""Reads shaped for the desk's pages, beside its lists (``queries``): all under the current actor's scope."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from parvis.cases.models import OPEN, Attachment, Case, Correction, CorrectionState, LegalState, Message
from parvis.cases.services.contexts import case_context
from parvis.catalogue.forms import engine
from parvis.catalogue.models import Procedure
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.common.postgresql.compiled import Compiled, hole
from parvis.organisations import queries as organisations
from parvis.organisations.models import Agent, Competence, Organisation, Team
from parvis.organisations.queries import in_force

NEARBY_DEGREES = 0.003
"""About 300 m of latitude: reports of one fault are that close."""


@dataclass(frozen=True)
class Choice:
    """A value and what it is called, for a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class TeamName:
    """One of the actor's teams, by name."""

    pk: int
    name: str
    body: str


@dataclass(frozen=True)
class ViewName:
    """One of the agent's saved views: its name and the filters as they stand in the address."""

    pk: int
    name: str
    filters: dict[str, str]


# Read at every page of the desk, so in one statement and without models.
_OWN = """
SELECT true, team.id, team.name, body.name, NULL::text FROM organisations_team team
JOIN organisations_organisation body ON body.id = team.organisation_id WHERE team.id = ANY (%(teams)s)
UNION ALL
SELECT false, id, name, '', filters::text FROM cases_savedview WHERE agent_id = %(agent)s
ORDER BY 1, 4, 3
"""


def own_teams_and_views() -> tuple[list[TeamName], list[ViewName]]:
    """Return the teams the current actor acts for, by body and name, and the views they keep, by name."""
    who = actor.current()
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"teams": sorted(who.teams), "agent": who.agent})
        lines = cursor.fetchall()
    teams = [TeamName(key, name, body) for is_team, key, name, body, _filters in lines if is_team]
    views = [
        ViewName(key, name, json.loads(kept)) for is_team, key, name, _body, kept in lines if not is_team
    ]
    return teams, views


def procedures_handled() -> list[Choice]:
    """Return the procedures that the actor's teams handle, by title: what a list can be narrowed to."""
    codes = Competence.objects.filter(team__in=actor.current().teams).values("procedure_code")
    found = Procedure.objects.filter(code__in=codes).order_by("title").values_list("code", "title")
    return [Choice(code, title) for code, title in dict(found).items()]


def colleagues(teams: Iterable[int]) -> list[Agent]:
    """Return the agents in office who hold a function on one of these teams today: to whom a case is given."""
    own = Q(habilitations__team__in=list(teams)) | Q(
        habilitations__team=None, habilitations__organisation__teams__in=list(teams)
    )
    holding = in_force("habilitations__") & own & Q(habilitations__role__in=["case_handler", "team_manager"])
    return list(
        Agent.objects.filter(holding, is_active=True).distinct().order_by("last_name", "first_name", "pk")
    )


def agent_in_office(agent_id: int) -> Agent | None:
    """Return an active agent by their id."""
    return Agent.objects.filter(pk=agent_id, is_active=True).first()


def cases_numbered(numbers: Iterable[str]) -> list[Case]:
    """Return those of these cases that the actor sees, in the order given."""
    order = {number: rank for rank, number in enumerate(numbers)}
    found = Case.objects.visible_to(actor.current()).filter(number__in=order)
    return sorted(found, key=lambda case: order[case.number])


def attachments_of(case: Case) -> list[Attachment]:
    """Return the files of a case and of its messages, oldest first."""
    return _attachments.all(case=case.pk)


_attachments = Compiled(
    lambda: Attachment.objects.filter(case=hole("case")).select_related("file").order_by("added_at", "pk")
)


@dataclass(frozen=True)
class Neighbour:
    """Another case, in one line."""

    number: str
    subject: str
    state: LegalState
    received_at: datetime


# One look a case: as EXISTS, a plan made for any values joined all that the teams ever had.
_VISIBLE = """(SELECT true FROM cases_participation p
    WHERE p.case_id = c.id AND p.until IS NULL AND p.team_id = ANY (%(teams)s) LIMIT 1)"""
# Only our own constants are put in the text; every value is a parameter.
_NEIGHBOURS = f"""
WITH theirs AS MATERIALIZED (
  SELECT seen.id FROM (
    (SELECT c.id FROM cases_case c WHERE c.person_id = %(person)s ORDER BY c.received_at DESC LIMIT %(limit)s + 1)
    UNION SELECT found.case_id FROM parvis_search_cases(%(contact)s, %(limit)s + 1) found
  ) seen LIMIT 2 * %(limit)s + 2 -- tells the planner that they are few
), of_person AS (
  SELECT true, c.number, c.subject, c.state, c.received_at FROM theirs JOIN cases_case c ON c.id = theirs.id
  WHERE c.id <> %(case)s AND {_VISIBLE}
  ORDER BY c.received_at DESC LIMIT %(limit)s
), close_by AS (
  SELECT false, c.number, c.subject, c.state, c.received_at FROM cases_case c
  WHERE c.id <> %(case)s AND {_VISIBLE} AND c.procedure_code = %(procedure)s
    AND c.state IN ('in_progress', 'received', 'waiting_for_person', 'waiting_for_third_party')
    AND c.latitude BETWEEN %(south)s AND %(north)s AND c.longitude BETWEEN %(west)s AND %(east)s
  ORDER BY c.received_at DESC LIMIT %(limit)s
)
SELECT * FROM of_person UNION ALL SELECT * FROM close_by
"""  # noqa: S608


def cases_around(case: Case, *, limit: int = 5) -> tuple[list[Neighbour], list[Neighbour]]:
    """Return the newest other cases of the person, then the open cases of the same procedure close by.

    The same person: by account, or by the same e-mail address in a case. Close by: perhaps the same fault told twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEIGHBOURS, _around(case) | {"limit": limit})
        lines = cursor.fetchall()
    known: tuple[list[Neighbour], list[Neighbour]] = ([], [])
    for same_person, number, subject, state, received_at in lines:
        known[0 if same_person else 1].append(Neighbour(number, subject, LegalState(state), received_at))
    return known


def _around(case: Case) -> dict[str, Any]:
    email = case.person.email if case.person else ""
    latitude, longitude = case.latitude, case.longitude
    wide = NEARBY_DEGREES / max(cos(radians(latitude or 0)), 0.1)
    box: dict[str, float | None] = {"south": None, "north": None, "west": None, "east": None}
    if latitude is not None and longitude is not None:
        box = {
            "south": latitude - NEARBY_DEGREES,
            "north": latitude + NEARBY_DEGREES,
            "west": longitude - wide,
            "east": longitude + wide,
        }
    return {
        "case": case.pk,
        "person": case.person_id,
        "contact": f'"{email}"' if email else "",
        "procedure": case.procedure_code,
        "teams": sorted(actor.current().teams),
        **box,
    }


@dataclass(frozen=True)
class Held:
    """An answer written and not left yet; ``leaves_at`` is None when it was called back, ``refusal`` says why not."""

    agent_id: int
    author: str
    text: str
    leaves_at: datetime | None
    refusal: str


def held_answers(case: Case) -> list[Held]:
    """Return the answers written on a case that have not left, with their authors."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT held.agent_id, agent.first_name || ' ' || agent.last_name, held.text, held.leaves_at, held.refusal
            FROM cases_heldanswer held JOIN organisations_agent agent ON agent.id = held.agent_id
            WHERE held.case_id = %s ORDER BY held.agent_id""",
            [case.pk],
        )
        return [Held(*line) for line in cursor.fetchall()]


def case_message(case: Case, message_id: UUID) -> Message:
    """Return a message of a case, with its author. Raises NotFound."""
    message = case.messages.select_related("agent").filter(pk=message_id).first()
    if message is None:
        raise NotFound
    return message


def case_attachment(case: Case, attachment_id: UUID) -> Attachment:
    """Return an attachment of a case, with its file. Raises NotFound."""
    attachment = case.attachments.select_related("file").filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound
    return attachment


def teams_of_body(organisation_id: int) -> list[Team]:
    """Return the active teams of a body, by name, with their body."""
    teams = Team.objects.filter(organisation_id=organisation_id, is_active=True)
    return list(teams.select_related("organisation").order_by("name"))


def bodies_among(ids: Iterable[int], *, limit: int = 50) -> list[Organisation]:
    """Return the active bodies of these ids, by name."""
    return list(Organisation.objects.filter(pk__in=list(ids), is_active=True).order_by("name")[:limit])


def better_placed(case: Case) -> Team | None:
    """Return the team of another body that is competent for an open case at its place, None when ours is (CRPA L114-2).

    What the agent is shown is a suggestion: competences may be told wrongly, and so may the place.
    """
    place = case.municipality_id or case.organisation.territory_id
    if case.state not in OPEN or place is None:
        return None
    team = organisations.competent_team(case.procedure_code, place)
    return team if team is not None and team.organisation_id != case.organisation_id else None


def correction_to_settle(case: Case) -> Correction:
    """Return the correction that the person proposed and nobody settled, the first one. Raises NotFound."""
    found = case.corrections.filter(state=CorrectionState.PROPOSED).order_by("made_at").first()
    if found is None:
        raise NotFound
    return found


def changes_of(case: Case, correction: Correction) -> list[engine.Row]:
    """Return the answers that a correction changes, as they would read."""
    form = engine.compiled(case.version)
    shown = engine.present(
        form, correction.answers, before=case.answers, context=case_context(case), settled=True
    )
    return [row for section in shown for row in section.rows if row.changed]
