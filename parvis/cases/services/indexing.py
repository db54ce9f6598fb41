"""Keeps the words of a case findable."""

from typing import Any

from django.db import connection

from parvis.cases.models import Case
from parvis.cases.numbers import say_number

_MOST = 20_000
"""Characters of answers indexed: more would cost every deposit to find what nobody types."""


def index_case(case: Case, *, more: str = "") -> None:
    """Write the words of a case that the current actor sees. ``more`` adds the text of its messages."""
    person = case.person
    contact = f"{person.email} {person.phone} {person.siret}" if person else ""
    strong = f"{case.number} {say_number(case.number)} {case.person_name} {contact}"
    weak = " ".join([case.place, case.procedure_code.replace("-", " "), *_texts(case.answers), more])[:_MOST]
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_index_case(%s, %s, %s, %s)", [case.pk, strong, case.subject, weak])


def reindex_case(case: Case) -> None:
    """Write the words of a case again, messages included (internal notes too: agents look for them)."""
    texts = case.messages.values_list("text", flat=True)
    index_case(case, more=" ".join(texts))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return []
