from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
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


def test_what_changes_is_kept():
    session = made()
    session["proved"] = ["a", "b"]
    session.save()
    assert SessionStore(session.session_key)["proved"] == ["a", "b"]


def test_a_session_is_made_and_changed_in_one_question_each(django_assert_num_queries):
    with django_assert_num_queries(1):
        session = made()
    session["proved"] = []
    with django_assert_num_queries(1):
        session.save()


def test_a_key_that_is_taken_is_never_shared():
    taken = SessionStore(made().session_key)
    with pytest.raises(CreateError):
        taken.save(must_create=True)


def test_a_session_ended_elsewhere_does_not_come_back():
    session = made()
    DjangoStore().delete(session.session_key)
    with pytest.raises(UpdateError):
        session.save()


def test_a_session_that_never_was_is_made_when_it_is_saved():
    session = SessionStore()
    session["proved"] = ["a"]
    session.save()
    assert SessionStore(session.session_key)["proved"] == ["a"]
