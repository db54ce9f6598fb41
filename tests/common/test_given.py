"""Rows given to a statement as one value come out as the values that went in."""

import json
from uuid import uuid4

import pytest
from django.db import connection

from parvis.cases.models import Case, JournalEntry
from parvis.common import clock
from parvis.common.postgresql.given import Given

pytestmark = pytest.mark.django_db

ENTRY = Given.of(JournalEntry, ("case_id", "position", "kind", "at", "agent_id", "facts", "personal"))


def read(given: Given, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {given.table}", given.values(rows))
        return cursor.fetchall()


def test_moments_documents_and_blanks_go_through_unchanged():
    now, key = clock.now(), uuid4()
    facts = {"moved": [{"to": 'l’été « né » \\ " \n'}], "n": 12345678901234567890}
    found = read(ENTRY, [(key, 3, "note", now, None, facts, None)])

    assert found[0][:5] == (key, 3, "note", now, None)
    assert json.loads(found[0][5]) == facts
    assert found[0][6] is None


def test_a_day_and_a_number_keep_their_types_and_a_long_text_is_not_cut():
    cases = Given.of(Case, ("due_on", "latitude", "is_committed", "procedure_code"))
    today = clock.today()
    rows = [(today, 48.85, True, "x" * 300), (None, None, False, "")]

    assert read(cases, rows) == rows


def test_no_row_is_no_row():
    assert read(ENTRY, []) == []
