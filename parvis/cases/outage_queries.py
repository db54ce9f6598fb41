"""Reads of what ties cases to outages: counts that need no case, and the cases that the actor sees."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from parvis.cases.clocks import end_of
from parvis.cases.models import LinkReason, OutageLink
from parvis.cases.services.outage_moves import person_kinds
from parvis.outages.models import Outage

SHOWN = 50


def count_last_days(
    *, organisation_id: int | None, procedures: Iterable[str], since: datetime, until: datetime
) -> int:
    """Return how many cases have a last day of their person between two moments: what an outage would move."""
    first, last = end_of(timezone.localdate(since)), end_of(timezone.localdate(until))
    asked = [organisation_id, list(procedures), list(person_kinds()), first, last]
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_last_days_between(%s, %s, %s, %s, %s)", asked)
        return int(cursor.fetchone()[0])


def count_of(outage: Outage, reason: LinkReason) -> int:
    """Return how many cases an outage moved, or how many report it, whoever may see them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_cases_of_outage(%s, %s)", [outage.pk, str(reason)])
        return int(cursor.fetchone()[0])


def reports_seen(outage: Outage) -> list[OutageLink]:
    """Return the cases that report an outage, among those the actor sees, latest first."""
    found = OutageLink.objects.filter(outage=outage, reason=LinkReason.REPORTED).select_related("case")
    return list(found.order_by("-linked_at", "-pk")[:SHOWN])


def reports_of(case_id: UUID) -> list[OutageLink]:
    """Return the outages that a case reports, oldest first."""
    found = OutageLink.objects.filter(case=case_id, reason=LinkReason.REPORTED).select_related("outage")
    return list(found.order_by("linked_at", "pk"))
