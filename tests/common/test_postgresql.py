"""What PostgreSQL is told of who acts, statement after statement."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import DataError, IntegrityError, connection, transaction
from psycopg import IsolationLevel

from parvis.common import actor, clock
from parvis.common.models import Throttle
from parvis.common.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> dict[str, object]:
    """Return what PostgreSQL's policies read now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('parvis.actor', true)")
        text = cursor.fetchone()[0]
    return json.loads(text) if text else {}


def trips(run) -> list[str]:
    """Return what reaches PostgreSQL, trip by trip, but the end of transactions."""
    seen: list[str] = []
    patch = pytest.MonkeyPatch()
    with connection.cursor() as cursor:
        executed, sent = type(cursor.cursor).execute, DatabaseWrapper._send

        def executing(self, statement, *arguments, **options):
            seen.append(str(statement))
            return executed(self, statement, *arguments, **options)

        def sending(self, statements):
            seen.append("; ".join(statements))
            return sent(self, statements)

        patch.setattr(type(cursor.cursor), "execute", executing)
        patch.setattr(DatabaseWrapper, "_send", sending)
        try:
            run()
        finally:
            patch.undo()
    return seen


def test_the_first_statement_of_a_transaction_knows_who_acts():
    person = uuid4()
    with actor.acting_as(actor.for_person(person)), transaction.atomic():
        assert told()["person"] == str(person)


def test_whoever_acts_later_in_the_transaction_is_known_too_and_then_the_former_again():
    with actor.acting_as(actor.for_agent(1, [3])), transaction.atomic():
        with actor.acting_as(actor.for_agent(2, [7])):
            assert told()["teams"] == [7]
        assert told()["teams"] == [3]


def test_nothing_is_known_outside_a_transaction_nor_after_one():
    with actor.acting_as(actor.for_agent(1, [3])):
        with transaction.atomic():
            assert told()["teams"] == [3]
        assert told() == {}
    with transaction.atomic():
        assert told() == {}


def break_in(work) -> None:
    """Do some work as another agent in a savepoint that is given up."""
    with transaction.atomic(), actor.acting_as(actor.for_agent(2, [7])):
        assert told()["teams"] == [7]
        work()


def refused_by_postgresql() -> None:
    Throttle.objects.create(key=None, window=None)


def fault_of_ours() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("work", [refused_by_postgresql, fault_of_ours])
def test_who_acts_is_told_again_after_a_return_to_a_savepoint(work):
    with actor.acting_as(actor.for_agent(1, [3])), transaction.atomic():
        told()
        with pytest.raises((IntegrityError, ZeroDivisionError)):
            break_in(work)
        assert told()["teams"] == [3]
        with actor.acting_as(actor.for_agent(2, [7])):
            assert told()["teams"] == [7]


def test_a_statement_that_fails_leaves_the_block_with_its_own_error():
    with pytest.raises(IntegrityError), transaction.atomic(), actor.acting_as(actor.for_agent(2, [7])):
        refused_by_postgresql()


def test_telling_twice_the_same_costs_nothing():
    def look() -> None:
        with actor.acting_as(actor.for_agent(1, [3])), transaction.atomic():
            told()
            with actor.acting_as(actor.for_agent(1, [3])):
                told()
            told()

    assert len(trips(look)) == 4


def test_savepoints_and_who_acts_go_with_the_statement_that_needs_them():
    def look() -> None:
        with actor.acting_as(actor.for_agent(1, [3])), transaction.atomic(), transaction.atomic():
            told()
        with transaction.atomic(), transaction.atomic():
            pass

    sent = trips(look)
    assert len(sent) == 2
    assert sent[0].startswith("SAVEPOINT")
    assert "set_config" in sent[0]


def test_what_is_released_goes_with_what_comes_next():
    def look() -> None:
        with transaction.atomic():
            for _ in range(2):
                with transaction.atomic():
                    told()

    sent = trips(look)
    assert [one.partition(" ")[0] for one in sent] == ["SAVEPOINT", "SELECT", "RELEASE", "SELECT"]
    assert "SAVEPOINT" in sent[2].partition(";")[2]


def test_a_block_given_up_before_it_sent_anything_leaves_the_others_as_they_were():
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                pass
            fault_of_ours()
        Throttle.objects.create(key="kept", window=clock.now())
    assert Throttle.objects.filter(key="kept").exists()


def test_what_a_block_wrote_is_undone_with_the_blocks_it_held():
    with transaction.atomic():
        Throttle.objects.create(key="before", window=clock.now())
        with suppress(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                Throttle.objects.create(key="within", window=clock.now())
            with transaction.atomic():
                fault_of_ours()
        Throttle.objects.create(key="after", window=clock.now())
    assert set(Throttle.objects.values_list("key", flat=True)) == {"before", "after"}


def test_an_error_of_what_was_held_is_told_as_any_other():
    def fail() -> None:
        connection._held.append("SELECT 1 / 0")
        told()

    with pytest.raises(DataError), transaction.atomic():
        fail()
    assert told() == {}


def test_the_isolation_asked_of_a_connection_is_kept():
    connection.ensure_connection()
    connection.connection.isolation_level = IsolationLevel.SERIALIZABLE
    try:
        with actor.acting_as(actor.for_agent(1, [3])), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("serializable",)
    finally:
        connection.connection.isolation_level = None


def test_a_line_that_holds_is_known_to_without_asking_the_server():
    connection.ensure_connection()
    assert trips(lambda: connection.is_usable() or pytest.fail("the line holds")) == []


def test_a_line_that_the_server_cut_is_told_and_made_again():
    connection.ensure_connection()
    one = connection.connection.info.backend_pid
    with psycopg.connect(
        connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [one])
    assert not connection.is_usable()
    connection.close_if_unusable_or_obsolete()
    assert told() == {}


def test_no_line_at_all_is_not_usable():
    connection.close()
    assert not connection.is_usable()


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-22 15:31:26.5+00",
        "2026-03-29 01:00:00+00",
        "1999-12-31 23:59:59.999999+00",
        "2026-07-01 12:00:00+02",
    ],
)
def test_a_moment_is_read_as_django_reads_it(written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [written])
        found = cursor.fetchone()[0]

    assert found == datetime.fromisoformat(written)
    assert found.tzinfo is UTC


def test_a_moment_told_in_another_zone_is_the_same_moment_in_universal_time():
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL TIME ZONE 'Indian/Reunion'")
        cursor.execute("SELECT '2026-11-22 12:00:00+00'::timestamptz")
        found = cursor.fetchone()[0]

    assert found == datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_moment_that_python_cannot_hold_is_refused_and_not_misread():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'infinity'::timestamptz")
        with pytest.raises(DataError):
            cursor.fetchone()
