"""Reads shaped for the desk's pages, beside its lists (``queries``): all under the current actor's scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from parvis.cases.models import Attachment, Case, HeldAnswer, LegalState, Message, SavedView
from parvis.catalogue.models import Procedure
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.organisations.models import Agent, Competence, Organisation, Team
from parvis.organisations.queries import in_force

NEARBY_DEGREES = 0.003
"""About 300 m of latitude: reports of one fault are that close."""


@dataclass(frozen=True)
class Choice:
    """A value and what it is called, for a list to choose from."""

    value: str
    label: str


def saved_views(agent_id: int) -> list[SavedView]:
    """Return the lists an agent keeps, by name."""
    return list(SavedView.objects.filter(agent_id=agent_id).order_by("name"))


def own_teams() -> list[Team]:
    """Return the teams the current actor acts for, with their bodies."""
    teams = Team.objects.filter(pk__in=actor.current().teams).select_related("organisation")
    return list(teams.order_by("organisation__name", "name"))


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
    return list(case.attachments.select_related("file").order_by("added_at", "pk"))


@dataclass(frozen=True)
class Neighbour:
    """Another case, in one line."""

    number: str
    subject: str
    state: LegalState
    received_at: datetime


def other_cases_of_person(case: Case, *, limit: int = 5) -> list[Neighbour]:
    """Return the newest other cases of the same person that the actor sees: by account, or by the same address."""
    if case.person is None:
        return []
    same = Q(person=case.person)
    if contact := case.person.email:
        with connection.cursor() as cursor:
            cursor.execute("SELECT case_id FROM parvis_search_cases(%s, %s)", [f'"{contact}"', limit + 1])
            same |= Q(pk__in=[key for (key,) in cursor.fetchall()])
    return _neighbours(
        Case.objects.visible_to(actor.current()).filter(same).exclude(pk=case.pk).order_by("-received_at"),
        limit,
    )


def similar_cases(case: Case, *, limit: int = 5) -> list[Neighbour]:
    """Return the open cases of the same procedure close by, the newest first: perhaps the same fault, told twice."""
    if case.latitude is None or case.longitude is None:
        return []
    wide = NEARBY_DEGREES / max(cos(radians(case.latitude)), 0.1)
    close = (
        Case.objects.visible_to(actor.current())
        .open()
        .filter(
            procedure_code=case.procedure_code,
            latitude__range=(case.latitude - NEARBY_DEGREES, case.latitude + NEARBY_DEGREES),
            longitude__range=(case.longitude - wide, case.longitude + wide),
        )
    )
    return _neighbours(close.exclude(pk=case.pk).order_by("-received_at"), limit)


def held_answers(case: Case) -> list[HeldAnswer]:
    """Return the answers written on a case that have not left, with their authors."""
    return list(case.held_answers.select_related("agent").order_by("agent_id"))


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


def _neighbours(found: QuerySet[Case], limit: int) -> list[Neighbour]:
    lines = found.values_list("number", "subject", "state", "received_at")
    return [Neighbour(number, subject, LegalState(state), at) for number, subject, state, at in lines[:limit]]


def teams_of_body(organisation_id: int) -> list[Team]:
    """Return the active teams of a body, by name, with their body."""
    teams = Team.objects.filter(organisation_id=organisation_id, is_active=True)
    return list(teams.select_related("organisation").order_by("name"))


def bodies_among(ids: Iterable[int], *, limit: int = 50) -> list[Organisation]:
    """Return the active bodies of these ids, by name."""
    return list(Organisation.objects.filter(pk__in=list(ids), is_active=True).order_by("name")[:limit])
