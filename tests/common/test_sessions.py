from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as DjangoStore

from parvis.common import clock
from parvis.common.sessions import SessionStore

pytestmark = pytest.mark.django_db


def made():
    session = SessionStore()
    session["proved"] = ["a"]
    session.create()
    return session


def test_a_session_is_read_back_whole_by_us_and_by_django():
    key = made().session_key
    assert SessionStore(key)["proved"] == ["a"]
    assert DjangoStore(key)["proved"] == ["a"]


def test_an_unknown_key_gives_an_empty_session_and_is_not_taken_up():
    session = SessionStore("x" * 32)
    assert session.load() == {}
    assert session.session_key is None


def test_an_ended_session_is_empty():
    session = made()
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert SessionStore(session.session_key).load() == {}


def test_a_session_someone_changed_in_the_table_is_empty():
    session = made()
    session.model.objects.filter(pk=session.session_key).update(session_data="forged:data:here")
    assert SessionStore(session.session_key).load() == {}
