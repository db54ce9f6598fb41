"""Fixtures of every test. See ``tests/harness`` for the database and the strictness."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis

from config.preparation import compile_translations
from parvis.common import actor
from tests.harness import database, jobs, place, strictness

_server = pytest.StashKey[Any]()

# The same cases at every run, however slow the machine; `--hypothesis-profile=explore` looks for others.
hypothesis.register_profile("same", derandomize=True, deadline=None)
hypothesis.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
hypothesis.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations and start PostgreSQL once, in the process that leads the session."""
    if place.worker() == "main" and not config.option.collectonly:
        compile_translations(lambda _said: None)
        config.stash[_server] = database.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop PostgreSQL and remove what the session wrote."""
    if place.worker() == "main":
        if _server in config.stash:
            config.stash[_server].stop()
        place.remove()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give this worker a database already migrated by the owner; tests speak to it as the runtime role."""
    patch = pytest.MonkeyPatch()
    # A test that really commits leaves rows the runtime role may not truncate: its database is made afresh.
    patch.setattr(TransactionTestCase, "_fixture_teardown", _start_afresh)
    strictness.shuffle_unordered_querysets(patch)
    database.create_database()
    yield
    patch.undo()


def _start_afresh(case: TransactionTestCase) -> None:
    from django.db import connections

    connections.close_all()
    database.create_database()


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Speak French at the start of each test: a page asked in English leaves its language to the thread."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def no_files() -> Iterator[None]:
    """Forget the files that a test stored, as its rows are forgotten."""
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_notice_kept() -> None:
    """Have the pages of each test read again what is out of order: a process keeps it for a while."""
    from parvis.outages import notices

    notices.forget_at_once()


@pytest.fixture
def system(db: None) -> Iterator[None]:
    """Act as the all-seeing system for the whole test, to arrange data. A request acts as who sends it."""
    with actor.acting_as(actor.for_system("tests")):
        yield


@pytest.fixture
def client() -> strictness.StrictClient:
    """Return a browser without JavaScript, whose GET requests cannot write."""
    return strictness.StrictClient()


@pytest.fixture
def run_jobs(db: None) -> Callable[[], list[str]]:
    """Return a function that runs every job deferred so far, and those they defer; it returns their names."""
    return jobs.run_all
