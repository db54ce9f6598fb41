"""Who is speaking: persons that the actor's teams know already, found as their name or number is being typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from parvis.people.models import Person
from parvis.people.phones import dialled

SHORTEST_NUMBER = 4
"""Digits from which what is typed is a telephone number, a SIREN or a SIRET."""
_MONTHS = "janv fevr mars avri mai juin juil aout sept octo nove dece".split()  # noqa: SIM905 - read as a line
_BIRTH = re.compile(r"\b(\d{1,2})(?:\s*[/.-]\s*|\s+)(\d{1,2}|[^\W\d_]{3,9})(?:\s*[/.-]\s*|\s+)(\d{4})\b")
_EMAIL = re.compile(r"[\w.+-]*@[\w.-]*")
_NUMBER = re.compile(r"(?<![^\W_])\+?\d[\d\s./()-]*")
MOST_WORDS = 8


@dataclass(frozen=True)
class Known:
    """A person known by their demands: how many the actor's teams see, a hundred at most, and when the last came."""

    person: Person
    cases: int
    newest: datetime


def people_known(begun: str, *, limit: int = 6) -> list[Known]:
    """Return the persons found by what is typed, the last to have written first.

    Names and parts of names, numbers typed in any way, e-mail, SIRET, RNA, each by its beginning; a birth date whole.
    Several together narrow it. Only those of demands that the actor's teams see: nobody is looked up in the files of
    others.
    """
    words = asked(begun)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_lookup_people(%s::text[], %s)", [words, limit])
        lines: list[tuple[UUID, int, datetime]] = cursor.fetchall()
    persons = Person.objects.in_bulk([key for key, _cases, _newest in lines])
    return [Known(persons[key], cases, newest) for key, cases, newest in lines if key in persons]


_BY_NUMBER = """
SELECT asked.number, found.person_id FROM unnest(%s::text[], %s::text[]) AS asked(number, dialled)
CROSS JOIN LATERAL parvis_lookup_people(ARRAY[asked.dialled], %s) found
"""


def known_by_number(numbers: Iterable[str], *, limit: int = 3) -> dict[str, list[Person]]:
    """Return the persons known by each of some whole numbers, ``limit`` at most of each, in one statement."""
    dialling = {number: dialled(number) for number in set(numbers) if len(dialled(number)) >= SHORTEST_NUMBER}
    if not dialling:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_NUMBER, [list(dialling), list(dialling.values()), limit])
        lines: list[tuple[str, UUID]] = cursor.fetchall()
    persons = Person.objects.in_bulk({key for _number, key in lines})
    found: dict[str, list[Person]] = {}
    for number, key in lines:
        if key in persons:
            found.setdefault(number, []).append(persons[key])
    return found


def people_by_id(keys: Iterable[UUID | None]) -> dict[UUID, Person]:
    """Return the persons that the actor sees among some, by their id."""
    return Person.objects.in_bulk({key for key in keys if key is not None})


def asked(begun: str) -> list[str]:
    """Return what is asked of the index: a birth date as ``1980-03-12``, a number as dialled, e-mails, words."""
    found: list[str] = []
    left = _BIRTH.sub(lambda match: _kept(found, _birth(match), match), begun.lower())
    left = _EMAIL.sub(lambda match: _kept(found, match[0] if len(match[0]) > 1 else "", match), left)
    left = _NUMBER.sub(lambda match: _kept(found, _number(match[0]), match), left)
    return [*found, *re.findall(r"[^\W_]+", left)][:MOST_WORDS]


def _kept(found: list[str], read: str, match: "re.Match[str]") -> str:
    """Take what was read out of the text; what was not stays for the next reading."""
    if not read:
        return match[0]
    found.append(read)
    return " "


def _birth(match: "re.Match[str]") -> str:
    day, month, year = match.groups()
    if not month.isdigit():
        plain = month.translate(str.maketrans("éû", "eu"))
        month = str(next((n for n, name in enumerate(_MONTHS, 1) if plain[:4] == name[:4]), 0))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _number(text: str) -> str:
    number = dialled(text)
    return number if len(number) >= SHORTEST_NUMBER else ""
