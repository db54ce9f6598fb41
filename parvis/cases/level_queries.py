"""Reads of service levels for the desk's pages: nothing personal, open to the agents of the body."""

from parvis.cases.desk_queries import Choice
from parvis.cases.models import Agreement, BusinessCalendar
from parvis.catalogue.models import Procedure
from parvis.common.errors import NotFound
from parvis.organisations.models import Competence


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
