"""Outages as the desk writes them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.queries import procedures_for
from parvis.desk.words import Shown
from parvis.organisations.models import Organisation
from parvis.organisations.queries import top_organisation
from parvis.outages.models import Outage, OutageEvent, OutageKind, OutageVerb
from parvis.outages.probing import probes
from parvis.outages.pulses import PULSES
from parvis.outages.queries import attempts_in
from parvis.outages.wording import functions_in_words
from parvis.ui import words


@dataclass(frozen=True)
class ShownOutage:
    """An outage ready to write."""

    outage: Outage
    state: Shown
    where: str
    what: str
    when: str


def shown(outage: Outage) -> ShownOutage:
    """Return an outage with its state, where it is, what fails and when, in words."""
    where = outage.organisation.name if outage.organisation else _("Toute la plateforme")
    what = functions_in_words(outage)
    return ShownOutage(outage, _state(outage), where, what[:1].upper() + what[1:], _when(outage))


def _state(outage: Outage) -> Shown:
    if outage.dismissed_at is not None:
        return Shown(_("écartée"), "off", "closed")
    if outage.is_planned:
        return Shown(_("prévue"), "waiting", "calendar")
    if outage.is_running:
        return Shown(_("en cours"), "late", "late")
    return Shown(_("finie"), "done", "check")


def _when(outage: Outage) -> str:
    until = outage.ends_at or outage.expected_until
    facts = {"since": words.moment(outage.starts_at), "until": words.moment(until) if until else ""}
    if outage.ends_at is not None and words.is_one_day(outage.starts_at, outage.ends_at):
        hours = {"since": words.time(outage.starts_at), "until": words.time(outage.ends_at)}
        return _("Le %(day)s, de %(since)s à %(until)s") % {"day": words.date(outage.starts_at), **hours}
    if outage.is_planned:
        return _("À partir du %(since)s, fin prévue le %(until)s") % facts
    if outage.ends_at is not None:
        return _("Du %(since)s au %(until)s") % facts
    return (
        _("Depuis le %(since)s, fin prévue le %(until)s") % facts
        if until
        else _("Depuis le %(since)s") % facts
    )


def facts_of(outage: Outage) -> list[tuple[str, str]]:
    """Return what is known of an outage, line by line."""
    found = [
        (_("Nature"), str(OutageKind(outage.kind).label)),
        (_("Ce que lit le public"), outage.said),
        (_("Démarches"), ", ".join(_titles(outage)) or _("toutes")),
        (_("Cause"), outage.cause),
        (_("Sonde"), _probe(outage.probe)),
        (_("Pourquoi elle est écartée"), outage.dismissal),
    ]
    return [(label, said) for label, said in found if said]


def _titles(outage: Outage) -> list[str]:
    body: Organisation | None = outage.organisation or top_organisation()
    known = {one.code: one.title for one in procedures_for(body)} if body and outage.procedures else {}
    return [known.get(code, code) for code in outage.procedures]


def _probe(code: str) -> str:
    if code in PULSES:
        return str(PULSES[code].label)
    return str(probes.get(code).label) if code in probes else code


def history_of(outage: Outage) -> list[dict[str, Any]]:
    """Return what was done to an outage, oldest first."""
    events = outage.events.select_related("agent").order_by("at", "pk")
    return [{"at": event.at, "text": _told(event)} for event in events]


def _told(event: OutageEvent) -> str:
    verb = str(OutageVerb(event.verb).label)
    if event.agent is None:
        return _("Panne %(verb)s par la plateforme") % {"verb": verb}
    return _("Panne %(verb)s par %(agent)s") % {"verb": verb, "agent": event.agent}


def attempt_rows(outage: Outage) -> list[list[str]]:
    """Return the attempts that failed in an outage, without anything by which a person is known."""
    return [
        [
            words.moment(one.failed_at),
            str(one.gesture.label),
            one.procedure_code or "–",
            str(one.told_by.label),
            one.error or "–",
        ]
        for one in attempts_in(outage)
    ]
