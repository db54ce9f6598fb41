"""Agreements and calendars in words, ready to write."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases.models import Agreement, BusinessCalendar
from parvis.deadlines.targets import Span
from parvis.deadlines.wording import span_in_words
from parvis.desk.levels.forms import TERRITORIES, step_in_words
from parvis.desk.levels.hours import write_closures, write_special_days
from parvis.organisations.opening_hours import hours_in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A row in words: its name, where it is changed, its sentences."""

    name: str
    href: str
    lines: list[str]
    active: bool = True


def shown_agreement(row: Agreement) -> Shown:
    """Return an agreement in words."""
    targets = (
        (_("première réponse"), row.first_answer),
        (_("réponse aux messages suivants"), row.next_answer),
        (_("demande terminée"), row.resolution),
        (_("relance de l’usager"), row.remind_after),
        (_("clôture sans réponse de l’usager"), row.close_after),
    )
    said = [_("%(name)s : %(text)s") % {"name": name, "text": _span(text)} for name, text in targets if text]
    said.append(_scope(row))
    said += [_("alerte : %(step)s") % {"step": step_in_words(step)} for step in row.steps]
    return Shown(row.name, reverse("desk:agreement", args=[row.pk]), said, row.is_active)


def shown_calendar(row: BusinessCalendar) -> Shown:
    """Return a calendar in words."""
    said = hours_in_words(row.hours)
    territory = dict(TERRITORIES).get(row.territory or "aucun", row.territory)
    said.append(_("jours fériés : %(territory)s") % {"territory": territory})
    said += write_closures(row.closures).splitlines() + write_special_days(row.special_days).splitlines()
    return Shown(row.name, reverse("desk:business_calendar", args=[row.pk]), said)


def _scope(row: Agreement) -> str:
    criteria = [
        row.procedure_code,
        row.get_priority_display() if row.priority else "",
        row.get_person_kind_display() if row.person_kind else "",
        row.team.name if row.team else "",
        row.calendar.name if row.calendar else _("jour et nuit"),
    ]
    return _("pour : %(criteria)s") % {"criteria": ", ".join(str(one) for one in criteria if one)}


def _span(written: str) -> str:
    return span_in_words(Span.parse(written))
