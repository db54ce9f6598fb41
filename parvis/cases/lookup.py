"""Who is speaking: persons that the actor's teams know already, found as their name or number is being typed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from parvis.people.models import Person
from parvis.people.phones import dialled

SHORTEST_NUMBER = 4
"""Digits from which what is typed is a telephone number."""


@dataclass(frozen=True)
class Known:
    """A person known by their demands: how many of the newest ones, and when the last came."""

    person: Person
    cases: int
    newest: datetime


def people_known(begun: str, *, limit: int = 6) -> list[Known]:
    """Return the persons whose name, e-mail, SIRET or number begins as what is typed, the last to have written first.

    Only those of demands that the actor's teams see: nobody is looked up in the files of others.
    """
    number = dialled(begun)
    words = number if len(number) >= SHORTEST_NUMBER else begun
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_lookup_people(%s, %s)", [words, limit])
        lines: list[tuple[UUID, int, datetime]] = cursor.fetchall()
    persons = Person.objects.in_bulk([key for key, _cases, _newest in lines])
    return [Known(persons[key], cases, newest) for key, cases, newest in lines if key in persons]
