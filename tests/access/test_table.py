"""Every address of the product, by every role, answers what the table says. A new address needs its line."""

import shutil
from collections import Counter

import pytest
from django.conf import settings
from django.db import transaction

from parvis.common import actor
from tests.access.table import answered, lines
from tests.access.world import ROLES, make_world
from tests.architecture.addresses import every_address

LINES = lines()


def test_every_address_has_its_line():
    written = {line.pattern for line in LINES}
    there = {address.pattern for address in every_address()}
    assert there - written == set(), "write their lines in tests/access/who_reaches_what.txt"
    assert written - there == set(), "these addresses are gone: take their lines away"


def test_no_line_is_written_twice():
    assert [line for line, times in Counter(map(str, LINES)).items() if times > 1] == []


def test_an_address_that_refuses_to_be_read_has_its_line_for_sending():
    sending = {line.pattern for line in LINES if line.method == "POST"}
    unread = {line.pattern for line in LINES if line.method == "GET" and line.expected["handler"] == "405"}
    assert unread - sending == set()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Make the world once; it goes away with its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        with actor.acting_as(actor.for_system("tests")):
            made = make_world()
            for role in ROLES:
                made.browser(role)
        yield made
        transaction.set_rollback(True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_role_is_answered_what_the_table_says(line, world):
    assert {role: ask(world, line, role) for role in ROLES} == line.expected


def ask(world, line, role):
    """Return what a role is answered, and leave no trace of it."""
    browser = world.browser(role)
    cookies = browser.cookies.copy()
    with transaction.atomic():
        answer = browser.generic(line.method, world.address(line.pattern))
        for close in answer._resource_closers if answer.streaming else []:
            close()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answered(answer)
