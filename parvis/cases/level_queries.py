"""Reads of service levels for the desk's pages: nothing personal, open to the agents of the body."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from parvis.cases.desk_queries import Choice
from parvis.cases.models import Agreement, BusinessCalendar
from parvis.catalogue.models import Procedure
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations.models import Agent, Competence

MEASURED = timedelta(days=90)
"""Commitments are measured over the last three months."""


@dataclass(frozen=True)
class Kept:
    """How the clocks of one agreement did: ended in time, ended late, running, running late."""

    kind: str
    kept: int
    late: int
    running: int
    overdue: int

    @property
    def share(self) -> int | None:
        """Return how many in a hundred of those that ended were kept; None when none ended."""
        ended = self.kept + self.late
        return round(100 * self.kept / ended) if ended else None


def commitments_kept(agreements: Iterable[int]) -> dict[int, list[Kept]]:
    """Return what became of the commitments of these agreements over ``MEASURED``, by agreement. Figures, no case.

    Whoever calls has checked that the agent may see figures (``organisations.access.can_see_commitments_kept``).
    """
    now = clock.now()
    found: dict[int, list[Kept]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM parvis_commitments_kept(%s, %s, %s) ORDER BY 1, 2",
            [list(agreements), now - MEASURED, now],
        )
        for agreement, kind, *counts in cursor.fetchall():
            found.setdefault(agreement, []).append(Kept(kind, *counts))
    return found


def agents_of_body(organisation_id: int) -> list[Agent]:
    """Return the agents in office of a body, by name: to whom an escalation may go."""
    found = Agent.objects.filter(organisation=organisation_id, is_active=True)
    return list(found.order_by("last_name", "first_name", "pk"))


def agreements_of_body(organisation_id: int) -> list[Agreement]:
    """Return the agreements of a body, those in force first, by name."""
    found = Agreement.objects.filter(organisation=organisation_id).select_related("team", "calendar")
    return list(found.order_by("-is_active", "name"))


def agreement_of_body(organisation_id: int, agreement_id: int) -> Agreement:
    """Return an agreement of a body. Raises NotFound."""
    found = Agreement.objects.filter(organisation=organisation_id, pk=agreement_id).first()
    if found is None:
        raise NotFound
    return found


def calendars_of_body(organisation_id: int) -> list[BusinessCalendar]:
    """Return the calendars of a body, by name."""
    return list(BusinessCalendar.objects.filter(organisation=organisation_id).order_by("name"))


def calendar_of_body(organisation_id: int, calendar_id: int) -> BusinessCalendar:
    """Return a calendar of a body. Raises NotFound."""
    found = BusinessCalendar.objects.filter(organisation=organisation_id, pk=calendar_id).first()
    if found is None:
        raise NotFound
    return found


def procedures_of_body(organisation_id: int) -> list[Choice]:
    """Return the procedures that some team of a body handles, by title."""
    codes = Competence.objects.filter(organisation=organisation_id).values("procedure_code")
    found = Procedure.objects.filter(code__in=codes).order_by("title").values_list("code", "title")
    return [Choice(code, title) for code, title in dict(found).items()]
