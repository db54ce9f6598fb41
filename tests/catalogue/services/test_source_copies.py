"""Reading sources: the copy kept, the rest of one that fails, what pages wait for."""

import time
from datetime import timedelta
from ipaddress import ip_network
from threading import Thread

import pytest
import time_machine

from parvis.catalogue.lists.wanting import Wanted, noting, want
from parvis.catalogue.models import DataSource, SourceCopy
from parvis.catalogue.models.data_source import asked_with
from parvis.catalogue.services import source_copies
from parvis.catalogue.services.source_copies import (
    fetch_wanted,
    forget_copies,
    refresh_copy,
    refresh_sources,
    wake_source,
)
from parvis.common import clock
from tests.catalogue.lists.http_server import serving
from tests.factories import lists
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def server(settings):
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.1/32")]
    with serving() as running:
        yield running


@pytest.fixture
def body(system):
    return OrganisationFactory()


def failing(page):
    page.give(b"", status=500)


def rows(source, **parameters):
    return [row["label"] for row in source.copies.get(asked=asked_with(parameters)).rows]


def test_a_copy_is_kept_by_what_the_source_was_asked_with(body, server):
    source = lists.source(body, url=server.at("/rues", [{"id": 1, "text": "Rue A"}]), parameters={"v": "''"})
    assert refresh_copy(source_id=source.pk, parameters={"v": "Caen"})
    assert refresh_copy(source_id=source.pk, parameters={"v": "Ifs"})
    assert rows(source, v="Caen") == ["Rue A"]
    assert server.asked == ["/rues?v=Caen", "/rues?v=Ifs"]
    assert source.copies.count() == 2
    assert "Caen" not in str(list(source.copies.values("asked", "rows")))


def test_a_failure_leaves_the_last_good_copy_and_says_why(body, server):
    source = lists.source(body, url=server.at("/rues", ["Rue A"]))
    refresh_copy(source_id=source.pk, parameters={})
    server.at("/rues", failing)
    assert not refresh_copy(source_id=source.pk, parameters={})
    assert rows(source) == ["Rue A"]
    source.refresh_from_db()
    assert (source.failures, source.failure) == (1, "Le serveur a répondu par le code 500.")
    assert source.answered_at < source.failed_at


def test_a_source_that_fails_rests_longer_each_time_and_is_forgiven_once_it_answers(body, server):
    source = lists.source(body, url=server.at("/rues", failing))
    rests = []
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _turn in range(8):
            refresh_copy(source_id=source.pk, parameters={})
            assert not refresh_copy(source_id=source.pk, parameters={})  # it rests: it is not called
            source.refresh_from_db()
            rests.append(round((source.rests_until - clock.now()).total_seconds()))
            traveller.move_to(source.rests_until)
        assert rests == [15, 30, 60, 120, 240, 480, 600, 600]
        assert len(server.asked) == 8
        server.at("/rues", ["Rue A"])
        assert refresh_copy(source_id=source.pk, parameters={})
    source.refresh_from_db()
    assert (source.failures, source.rests_until) == (0, None)


def test_a_builder_may_wake_a_source_that_rests(body, server):
    source = lists.source(body, url=server.at("/rues", failing))
    refresh_copy(source_id=source.pk, parameters={})
    server.at("/rues", ["Rue A"])
    wake_source(source_id=source.pk)
    assert refresh_copy(source_id=source.pk, parameters={})


def test_a_source_that_hangs_makes_one_page_wait_and_the_next_ones_not(body, server):
    source = lists.source(body, url=server.at("/rues", lambda page: page.wait()), timeout_seconds=1)
    wanted = [Wanted(source.pk, ())]
    start = time.monotonic()
    assert not fetch_wanted(wanted)
    first = time.monotonic() - start
    assert not fetch_wanted(wanted)
    assert 0.9 < first < 3
    assert time.monotonic() - start - first < 0.2
    assert len(server.asked) == 1


def test_a_page_waits_for_few_sources_and_never_longer_than_for_one(body, server, monkeypatch):
    monkeypatch.setattr(source_copies, "LONGEST_FOR_A_PAGE", 0.5)
    hanging = server.at("/rues", lambda page: page.wait())
    made = [lists.source(body, code=f"s{number}", url=hanging) for number in range(5)]
    start = time.monotonic()
    fetch_wanted([Wanted(one.pk, ()) for one in made])
    assert time.monotonic() - start < 1.5
    assert len(server.asked) == 1


def test_pages_beyond_two_at_once_do_not_wait(body, server):
    source = lists.source(body, url=server.at("/rues", ["Rue A"]))
    for _one in range(2):
        source_copies._waiting.acquire()
    try:
        assert not fetch_wanted([Wanted(source.pk, ())])
        assert server.asked == []
    finally:
        source_copies._waiting.release(2)
    assert fetch_wanted([Wanted(source.pk, ())])


def test_what_is_wanted_is_noted_once_and_only_where_somebody_takes_note():
    want(1, {"a": "b"})
    with noting() as notes:
        want(1, {"a": "b"})
        want(1, {"a": "b"})
        other = Thread(target=lambda: want(2, {}))
        other.start()
        other.join()
    assert notes.wanted == [Wanted(1, (("a", "b"),))]


def test_the_sweep_reads_what_is_nearly_old_and_asks_nothing_of_persons(body, server, run_jobs):
    url = server.at("/rues", ["Rue A"])
    lists.source(body, code="plain", url=url, parameters={"jour": "today"})
    lists.source(body, code="personal", url=url, parameters={"ville": "ville"})
    lists.source(body, code="empty", url="")
    resting = lists.source(body, code="resting", url=url)
    DataSource.objects.filter(pk=resting.pk).update(rests_until=clock.now() + timedelta(minutes=1))
    refresh_sources()
    refresh_sources()
    assert run_jobs() == ["catalogue.refresh_source", "catalogue.refresh_source"]
    assert [path.partition("=")[0] for path in server.asked] == ["/rues?jour"]
    refresh_sources()
    assert run_jobs() == []
    with time_machine.travel(clock.now() + timedelta(minutes=55)):
        refresh_sources()
        assert run_jobs() == ["catalogue.refresh_source", "catalogue.refresh_source"]


def test_copies_that_may_speak_of_a_person_are_forgotten_after_a_week(body):
    plain = lists.source(body, code="plain")
    personal = lists.source(body, code="personal", parameters={"ville": "ville"})
    lists.copy(plain)
    lists.copy(plain, ville="Caen")
    lists.copy(personal, ville="Caen")
    forget_copies()
    assert SourceCopy.objects.count() == 3
    with time_machine.travel(clock.now() + timedelta(days=8)):
        forget_copies()
    assert [copy.asked for copy in SourceCopy.objects.all()] == [asked_with({})]
