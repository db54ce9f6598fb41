"""Keeps the words of a case findable."""

from typing import Any
from uuid import UUID

from django.db import connection

from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.people.phones import dialled

_MOST = 20_000
"""Characters of answers indexed: more would cost every deposit to find what nobody types."""


def index_case(case: Case) -> None:
    """Write the words of a case just born that the current actor sees."""
    _index(case, "%s")


def reindex_case(case: Case) -> None:
    """Write the words of a case again, messages included (internal notes too: agents look for them)."""
    _index(case, _WITH_MESSAGES, _MOST, str(case.pk))


def index_person(person_id: UUID) -> None:
    """Write again what a person is found by, as ``cases.lookup`` asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_index_person(%s)", [person_id])


_WITH_MESSAGES = """(SELECT left(%s || ' ' || coalesce(string_agg(m.text, ' ' ORDER BY m.written_at, m.id), ''), %s)
                      FROM cases_message m WHERE m.case_id = %s::uuid)"""


def _index(case: Case, weak: str, *more: Any) -> None:
    """Write the words of a case; ``weak`` is the SQL of the least of them, after those of its answers."""
    person = case.person
    contact = f"{person.email} {person.phone} {dialled(person.phone)} {person.siret}" if person else ""
    strong = f"{case.number} {say_number(case.number)} {case.person_name} {contact}"
    words = " ".join([case.place, case.procedure_code.replace("-", " "), *_texts(case.answers)])[:_MOST]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT parvis_index_case(%s, %s, %s, {weak})", [case.pk, strong, case.subject, words, *more]
        )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return []
