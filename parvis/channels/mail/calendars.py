"""Invitations in a mail, in a sentence: what, when, where, from whom."""

from datetime import date, datetime

import icalendar
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.channels.mail.charsets import decoded

_LONGEST = 60_000
_MOST = 5


def invitation(content: bytes, charset: str) -> list[str]:
    """Return a sentence an event of a calendar object (RFC 5545); one that can't be read gives a sentence too."""
    try:
        calendar = icalendar.Calendar.from_ical(decoded(content[:_LONGEST], charset))
        events = list(calendar.walk("VEVENT"))[:_MOST]
        return [_said(event) for event in events]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        return [_("Une invitation est jointe, que nous n’arrivons pas à lire.")]


def _said(event: icalendar.Component) -> str:
    facts = {
        "what": str(event.get("SUMMARY", ""))[:200] or _("sans titre"),
        "when": _when(event),
        "where": str(event.get("LOCATION", ""))[:200],
    }
    if facts["where"]:
        return _("Invitation : %(what)s, %(when)s, %(where)s.") % facts
    return _("Invitation : %(what)s, %(when)s.") % facts


def _when(event: icalendar.Component) -> str:
    start = getattr(event.get("DTSTART"), "dt", None)
    if isinstance(start, datetime):
        local = timezone.localtime(start) if start.tzinfo else start
        return _("%(day)s à %(time)s") % {
            "day": date_format(local, "j F Y"),
            "time": date_format(local, "H:i"),
        }
    if isinstance(start, date):
        return date_format(start, "j F Y")
    return _("sans date")
