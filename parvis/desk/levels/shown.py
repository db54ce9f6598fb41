"""Agreements and calendars in words, ready to write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases.clocks import BODY, clock_kinds
from parvis.cases.level_queries import Kept
from parvis.cases.models import Agreement, BusinessCalendar
from parvis.deadlines.targets import Span
from parvis.deadlines.wording import span_in_words
from parvis.desk.levels.forms import TERRITORIES
from parvis.desk.levels.hours import write_closures, write_special_days
from parvis.desk.levels.lengths import step_in_words
from parvis.organisations.opening_hours import hours_in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A row in words: its name, where it is changed, its sentences."""

    name: str
    href: str
    lines: list[str]
    active: bool = True
    kept: list[str] = field(default_factory=list)


def shown_agreement(
    row: Agreement, names: Mapping[str, str], titles: Mapping[str, str], kept: Iterable[Kept] = ()
) -> Shown:
    """Return an agreement in words, and how it is kept.

    ``names`` are those of agents (``lengths.names_of``), ``titles`` those of procedures by code.
    """
    targets = (
        (_("première réponse"), row.first_answer),
        (_("réponse aux messages suivants"), row.next_answer),
        (_("demande terminée"), row.resolution),
        (_("demande regardée tous les"), row.look_every),
        (_("relance de l’usager"), row.remind_after),
        (_("clôture sans réponse de l’usager"), row.close_after),
    )
    said = [_("%(name)s : %(text)s") % {"name": name, "text": _span(text)} for name, text in targets if text]
    said += _scope(row, titles)
    said += [step_in_words(step, names) for step in row.steps]
    if row.is_shown and row.team_id is None:
        said.append(_("annoncé à l’usager"))
    return Shown(
        row.name,
        reverse("desk:agreement", args=[row.pk]),
        said,
        row.is_active,
        [_measure(one) for one in kept if clock_kinds.get(one.kind).whose == BODY],
    )


def _measure(one: Kept) -> str:
    """Return « Première réponse : 42 sur 45 dans les temps (93 %), 3 en cours, dont 1 en retard »."""
    label = str(clock_kinds.get(one.kind).label)
    facts = {"kept": one.kept, "ended": one.kept + one.late, "share": one.share}
    said = (
        [_("%(kept)d sur %(ended)d dans les temps (%(share)d %%)") % facts] if one.share is not None else []
    )
    if one.running:
        said.append(_("%(count)d en cours") % {"count": one.running})
    if one.overdue:
        said.append(_("dont %(count)d en retard") % {"count": one.overdue})
    named = {"name": label[:1].upper() + label[1:], "text": ", ".join(said)}
    return _("%(name)s : %(text)s") % named


def shown_calendar(row: BusinessCalendar) -> Shown:
    """Return a calendar in words."""
    said = hours_in_words(row.hours)
    territory = dict(TERRITORIES).get(row.territory or "aucun", row.territory)
    said.append(_("jours fériés : %(territory)s") % {"territory": territory})
    said += write_closures(row.closures).splitlines() + write_special_days(row.special_days).splitlines()
    return Shown(row.name, reverse("desk:business_calendar", args=[row.pk]), said)


def _scope(row: Agreement, titles: Mapping[str, str]) -> list[str]:
    criteria = [
        titles.get(row.procedure_code, row.procedure_code),
        _("priorité %(priority)s") % {"priority": row.get_priority_display()} if row.priority else "",
        row.get_person_kind_display() if row.person_kind else "",
        _("demandes arrivées au service %(team)s") % {"team": row.team.name} if row.team else "",
    ]
    whom = ", ".join(str(one) for one in criteria if one) or _("toutes les demandes")
    hours = row.calendar.name if row.calendar else _("jour et nuit")
    return [
        _("pour : %(criteria)s") % {"criteria": whom},
        _("temps compté : %(hours)s") % {"hours": hours},
    ]


def _span(written: str) -> str:
    return span_in_words(Span.parse(written))
