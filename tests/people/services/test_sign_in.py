"""Residents sign in by a link that serves once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parvis.common import actor
from parvis.common.models import Account
from parvis.people.models import Person
from parvis.people.services.sign_in import forget_unused_accounts, sign_in, sign_in_token
from tests.factories.organisations import AccountFactory, AgentFactory

pytestmark = pytest.mark.django_db


def everyone():
    return actor.acting_as(actor.for_system("tests"))


def test_a_link_makes_the_account_and_the_person_at_the_first_time_and_finds_them_again():
    first = sign_in(token=sign_in_token(email=" Zoe@Example.invalid "))
    again = sign_in(token=sign_in_token(email="zoe@example.invalid"))

    assert first == again
    assert first.email == "zoe@example.invalid"
    with everyone():
        assert Account.objects.get().has_usable_password() is False


def test_a_link_serves_once():
    token = sign_in_token(email="zoe@example.invalid")
    assert sign_in(token=token) is not None
    assert sign_in(token=token) is None


def test_an_older_link_stops_serving_once_a_newer_one_served():
    older, newer = (sign_in_token(email="zoe@example.invalid") for _ in range(2))
    assert sign_in(token=newer) is not None
    assert sign_in(token=older) is None


def test_a_link_stops_serving_after_a_quarter_of_an_hour(settings):
    token = sign_in_token(email="zoe@example.invalid")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in(token=token) is None


@pytest.mark.parametrize("token", ["", "nonsense", "é" * 50, "AAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_false_token_signs_nobody_in(token):
    assert sign_in(token=token) is None


def test_a_closed_account_is_signed_in_by_no_link():
    account = AccountFactory()
    token = sign_in_token(email=account.email)
    with everyone():
        Account.objects.update(is_active=False)
    assert sign_in(token=token) is None


def test_outside_the_sign_in_nobody_sees_the_person():
    person = sign_in(token=sign_in_token(email="zoe@example.invalid"))
    assert not Person.objects.exists()
    with actor.acting_as(actor.for_person(person.pk)):
        assert Person.objects.get() == person


def test_an_address_nobody_confirmed_within_a_day_is_forgotten_and_no_other():
    sign_in_token(email="never@example.invalid")
    sign_in(token=sign_in_token(email="zoe@example.invalid"))
    agent = AgentFactory()

    assert forget_unused_accounts() == 0
    with everyone():
        Account.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert forget_unused_accounts() == 1

    with everyone():
        left = set(Account.objects.values_list("email", flat=True))
    assert left == {"zoe@example.invalid", agent.account.email}


def test_accounts_are_seen_by_their_owner_alone():
    zoe, other = AccountFactory(), AccountFactory()
    assert not Account.objects.exists()
    with actor.acting_as(actor.Actor(account=zoe.pk)):
        assert Account.objects.get() == zoe
    with actor.acting_as(actor.for_agent(1, [1])):
        assert not Account.objects.filter(pk=other.pk).exists()
