"""The body in whose name a page speaks, and how the public reaches it."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from parvis.deadlines.errors import UnknownTerritory
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays
from parvis.organisations import queries
from parvis.organisations.models import Organisation
from parvis.organisations.opening_hours import Openness, hours_in_words


@dataclass(frozen=True)
class Reach:
    """How a body is reached: its lines of address, its hours in words, whether it is open now."""

    name: str
    address: list[str]
    phone: str
    email: str
    website: str
    hours: list[str]
    openness: Openness

    def __bool__(self) -> bool:
        return bool(self.address or self.phone or self.email or self.hours)


def speak_as(request: HttpRequest, body: Organisation | None) -> None:
    """Give the page the name, the charter and the home of a body (``parvis.ui.context``)."""
    request.organisation = body  # type: ignore[attr-defined]


def speak_as_platform(request: HttpRequest) -> Organisation | None:
    """Give the page the name and the charter of the body above all others, and return it."""
    body = queries.top_organisation()
    speak_as(request, body)
    return body


def body_of(request: HttpRequest, slug: str) -> Organisation:
    """Return the body of an address « /<slug>/… », in whose name the page then speaks. Raises NotFound."""
    body = queries.organisation_by_slug(slug)
    speak_as(request, body)
    return body


def reach(body: Organisation) -> Reach:
    """Return how the public reaches a body today."""
    return Reach(
        name=body.name,
        address=[line for line in body.postal_address.splitlines() if line.strip()],
        phone=body.phone,
        email=body.email,
        website=body.website,
        hours=hours_in_words(body.opening_hours),
        openness=queries.open_now(body, closed_days=_holidays(body)),
    )


def _holidays(body: Organisation) -> Container[date]:
    """Return the public holidays where a body stands, from its INSEE code."""
    code = body.insee_code
    department = code[:3] if code.startswith(("97", "98")) else code[:2]
    try:
        return PublicHolidays(department or MAINLAND)
    except UnknownTerritory:
        return PublicHolidays(MAINLAND)
