"""What PostgreSQL is told of who acts, statement after statement."""

import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from parvis.common import actor
from parvis.common.models import Throttle

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> dict[str, object]:
    """Return what PostgreSQL's policies read now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('parvis.actor', true)")
        text = cursor.fetchone()[0]
    return json.loads(text) if text else {}


def statements(run) -> int:
    """Return how many statements reach PostgreSQL, those that tell who acts included."""
    with connection.cursor() as cursor:
        seen = []
        original = type(cursor.cursor).execute

        def counting(self, *arguments, **options):
            seen.append(arguments[0])
            return original(self, *arguments, **options)

        patch = pytest.MonkeyPatch()
        patch.setattr(type(cursor.cursor), "execute", counting)
        try:
            run()
        finally:
            patch.undo()
    return len(seen)


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

    assert statements(look) == 4
