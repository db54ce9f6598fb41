"""Lengths and alerts of agreements as people type them, « 2 jours », « 4 h », « 75 % agent », and back."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.deadlines.targets import Span, SpanUnit
from parvis.organisations.models import Agent

_UNITS = {
    "min": "min",
    "minute": "min",
    "minutes": "min",
    "h": "h",
    "heure": "h",
    "heures": "h",
    "d": "d",
    "j": "d",
    "jour": "d",
    "jours": "d",
}
_LENGTH = re.compile(r"(\d{1,5})\s*([a-z]+)", re.IGNORECASE)
_STEP = re.compile(r"(?:(\d{1,3})\s*%|\+\s*(\d{1,5}\s*[a-z]+))\s*:?\s+(\S.*)", re.IGNORECASE)
_WHOM = {"agent": "assignee", "responsables": "managers", "service": "team"}
_SAID = {whom: word for word, whom in _WHOM.items()}


def read_length(text: str) -> str:
    """Return « 2 jours », « 2j », « 4 heures » or « 30 min » as agreements keep it; "" for nothing.

    Raises ValidationError.
    """
    text = text.replace("\u00a0", " ").strip()
    if not text:
        return ""
    found = _LENGTH.fullmatch(text)
    unit = _UNITS.get(found[2].casefold()) if found else None
    if found is None or unit is None or not int(found[1]):
        said = _("« %(text)s » ne se lit pas. Écrivez par exemple 30 min, 4 heures ou 2 jours.")
        raise ValidationError(said % {"text": text[:20]})
    return f"{int(found[1])}{unit}"


def write_length(written: str) -> str:
    """Return a length as it is typed: « 2 jours »."""
    if not written:
        return ""
    span = Span.parse(written)
    said = {
        SpanUnit.MINUTES: ngettext("%(n)d minute", "%(n)d minutes", span.amount),
        SpanUnit.HOURS: ngettext("%(n)d heure", "%(n)d heures", span.amount),
        SpanUnit.DAYS: ngettext("%(n)d jour", "%(n)d jours", span.amount),
    }[span.unit]
    return said % {"n": span.amount}


def names_of(agents: Iterable[Agent]) -> dict[str, str]:
    """Return the names of agents by the word that agreements keep."""
    return {f"agent:{agent.pk}": str(agent) for agent in agents}


def read_step(line: str, agents: Mapping[str, int]) -> dict[str, Any]:
    """Return an alert typed on a line; ``agents`` are those of the body by name in small letters.

    Raises ValidationError.
    """
    found = _STEP.fullmatch(line.replace("\u00a0", " ").strip())
    share = int(found[1]) if found and found[1] else 0
    if found is None or share > 100 or (found[1] and not share):
        said = _("« %(text)s » ne se lit pas. Écrivez par exemple 75 %% agent, ou +2 heures responsables.")
        raise ValidationError(said % {"text": line[:40]})
    when: dict[str, Any] = {"share": share} if found[1] else {"after": read_length(found[2])}
    return {**when, "tell": [_whom(word.strip(), agents) for word in found[3].split(",")]}


def write_step(step: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return an alert as it is typed."""
    when = f"+{write_length(step['after'])}" if "after" in step else f"{step['share']}\u00a0%"
    return f"{when} {', '.join(_SAID.get(word) or names.get(word, word) for word in step.get('tell', []))}"


def step_in_words(step: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return an alert as one reads it: « alerte à 75 % du temps, pour l’agent chargé »."""
    if "after" in step:
        when = _("%(length)s après l’échéance") % {"length": write_length(step["after"])}
    elif step["share"] == 100:
        when = _("à l’échéance")
    else:
        when = _("à %(share)d %% du temps") % {"share": step["share"]}
    people = {
        "assignee": _("l’agent chargé"),
        "managers": _("les responsables"),
        "team": _("tout le service"),
    }
    whom = ", ".join(people.get(word) or names.get(word, word) for word in step.get("tell", []))
    return _("alerte %(when)s, pour %(whom)s") % {"when": when, "whom": whom}


def _whom(word: str, agents: Mapping[str, int]) -> str:
    if word.casefold() in _WHOM:
        return _WHOM[word.casefold()]
    if word.casefold() in agents:
        return f"agent:{agents[word.casefold()]}"
    said = _(
        "Personne ici ne s’appelle « %(name)s ». Écrivez agent, responsables, service, ou un prénom et un nom."
    )
    raise ValidationError(said % {"name": word[:60]})
