import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from parvis.cases import access
from parvis.cases.errors import DraftNotFound
from parvis.cases.services.drafts import begin_draft
from parvis.common import actor
from parvis.common.ids import new_id
from tests.factories.cases import make_town


@pytest.fixture
def town():
    with actor.acting_as(actor.for_system("tests")):
        return make_town()


def begun(town):
    with actor.acting_as(actor.for_system("tests")):
        return begin_draft(organisation=town.body, version=town.version)


def reader(*drafts):
    return actor.acting_as(actor.Actor(proved=frozenset(draft.pk for draft in drafts)))


@pytest.mark.django_db
def test_a_compiled_query_reads_what_the_queryset_reads(town):
    draft = begun(town)
    with reader(draft):
        found = access.get_draft(draft.pk)
        locked = access.get_draft(draft.pk, lock=True, alone=True)
    assert (found.organisation.name, found.version.procedure.code) == (town.body.name, "abattage-arbre")
    assert (found.answers, locked.updated_at) == (draft.answers, draft.updated_at)


@pytest.mark.django_db
def test_each_reading_is_one_statement_with_its_own_key(town):
    one, other = begun(town), begun(town)
    with reader(one, other), CaptureQueriesContext(connection) as sent:
        assert access.get_draft(one.pk).pk == one.pk
        assert access.get_draft(other.pk).pk == other.pk
    assert sum('FROM "cases_draft"' in query["sql"] for query in sent) == 2


@pytest.mark.django_db
def test_a_key_nobody_has_gives_nothing():
    with pytest.raises(DraftNotFound):
        access.get_draft(new_id())


@pytest.mark.django_db(transaction=True)
def test_threads_read_at_once_each_through_its_own_connection(town):
    drafts = [begun(town) for _ in range(4)]
    seen = {}

    def read(draft):
        try:
            with reader(draft), transaction.atomic():
                seen[draft.pk] = access.get_draft(draft.pk).pk
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {draft.pk: draft.pk for draft in drafts}
