"""Calendars and agreements of the demonstration: what its bodies promise, and what their services owe one another."""

from typing import Any

from django.db import transaction

from config.demonstration.places import Places
from parvis.cases.models import Agreement, BusinessCalendar, LegalState
from parvis.common import clock
from parvis.organisations.models import Organisation

_WEEK = {str(day): [["08:30", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)}
_HELPDESK = {
    **{str(day): [["07:30", "12:15"], ["13:15", "18:30"]] for day in range(1, 6)},
    "6": [["08:00", "12:00"]],
}
_WAITS = [LegalState.WAITING_FOR_PERSON.value]
_WARN: list[dict[str, Any]] = [
    {"share": 75, "tell": ["assignee"]},
    {"share": 100, "tell": ["managers"]},
    {"after": "1d", "tell": ["managers", "team"]},
]

# Body (short name, as in ``bodies``) → its agreements: the columns of ``Agreement``, the team by its short name.
AGREEMENTS: dict[str, list[dict[str, Any]]] = {
    "epci": [
        {
            "name": "Nids de frelons : passage en cinq jours",
            "procedure_code": "nid-frelons-asiatiques",
            "first_answer": "1d",
            "resolution": "5d",
            "pauses": _WAITS,
            "steps": _WARN,
        },
        {
            "name": "Entre services : un regard tous les deux jours, une réponse sous huit",
            "team": "green",
            "look_every": "2d",
            "first_answer": "8d",
            "steps": [{"share": 100, "tell": ["team"]}],
        },
    ],
    "city": [
        {
            "name": "Questions : une réponse en deux jours",
            "procedure_code": "contact",
            "first_answer": "2d",
            "next_answer": "2d",
            "pauses": _WAITS,
            "steps": _WARN,
        },
        {
            "name": "Prêt de matériel : réponse en une semaine",
            "procedure_code": "pret-materiel",
            "first_answer": "2d",
            "resolution": "5d",
            "pauses": _WAITS,
            "steps": _WARN,
        },
    ],
    "region": [
        {
            "name": "Assistance des lycées",
            "procedure_code": "poste-informatique-ecole",
            "first_answer": "2d",
            "next_answer": "1d",
            "resolution": "5d",
            "remind_after": "3d",
            "close_after": "8d",
            "pauses": _WAITS,
            "steps": _WARN,
        },
        {
            "name": "Assistance des lycées, panne critique",
            "procedure_code": "poste-informatique-ecole",
            "priority": 1,
            "first_answer": "30min",
            "resolution": "4h",
            "steps": [{"share": 50, "tell": ["assignee"]}, {"share": 90, "tell": ["managers"]}],
        },
    ],
}


@transaction.atomic
def set_up_levels(places: Places) -> None:
    """Make what is missing of the calendars and agreements of the demonstration."""
    teams = places.teams or {}
    for key, body in places.by_key().items():
        kind = key.rstrip("0123456789")
        if kind not in AGREEMENTS:
            continue
        calendar = _calendar(body, _HELPDESK if kind == "region" else _WEEK)
        for each in AGREEMENTS[kind]:
            team = teams[f"{key}:{each['team']}"] if "team" in each else None
            values = {**each, "team": team, "calendar": calendar}
            Agreement.objects.get_or_create(organisation=body, name=values.pop("name"), defaults=values)


def _calendar(body: Organisation, hours: dict[str, list[list[str]]]) -> BusinessCalendar:
    """Return the calendar of a body: its hours, a closing at the end of the year, a short day before it."""
    year = clock.today().year
    given = {
        "hours": hours,
        "closures": [
            {"since": f"{year}-12-28", "until": f"{year + 1}-01-02", "why": "fermeture de fin d’année"}
        ],
        "special_days": [{"day": f"{year}-12-24", "hours": [["08:30", "12:00"]], "why": "veille de Noël"}],
    }
    found, _made = BusinessCalendar.objects.get_or_create(
        organisation=body, name="Horaires des services", defaults=given
    )
    return found
