"""Agents sign in with a password and a second factor; five mistakes close the door for a while."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.organisations.models import Role
from tests.factories.organisations import AccountFactory, AgentFactory

pytestmark = pytest.mark.django_db

PASSWORD = "un long mot de passe de test"


@pytest.fixture
def agent():
    agent = AgentFactory(with_role=Role.CASE_HANDLER)
    agent.account.set_password(PASSWORD)
    with transaction.atomic():
        agent.account.save()
    return agent


def sign_in(client, agent, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": agent.account.email, "password": password})


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def mails():
    with transaction.atomic(), actor.acting_as(actor.for_system("tests")):
        return list(OutboundMessage.objects.order_by("queued_at", "pk"))


class TestSecondFactor:
    def test_without_one_the_desk_leads_to_setting_it_up(self, client, agent):
        assert sign_in(client, agent).url == "/bureau/"

        answer = client.get("/bureau/")

        assert answer.status_code == 302
        assert answer.url == reverse("mfa_index")

    @pytest.mark.django_db(transaction=True)  # allauth announces it once the transaction is over
    def test_setting_it_up_opens_the_desk_and_is_announced_by_mail(self, client, agent):
        sign_in(client, agent)
        client.get(reverse("mfa_activate_totp"))
        secret = client.session["mfa.totp.secret"]

        answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

        assert answer.status_code == 302
        assert client.get("/bureau/").headers.get("Location") != reverse("mfa_index")
        assert "Application de codes ajoutée" in [mail.subject for mail in mails()]

    def test_with_one_the_password_alone_signs_nobody_in(self, client, agent):
        secret = generate_totp_secret()
        TOTP.activate(agent.account, secret)

        answer = sign_in(client, agent)

        assert answer.url == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session
        client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
        assert client.get("/bureau/").headers.get("Location") not in {
            reverse("mfa_index"),
            reverse("mfa_authenticate"),
        }

    def test_a_session_older_than_the_second_factor_does_not_pass_for_having_shown_it(self, client, agent):
        sign_in(client, agent)
        TOTP.activate(agent.account, generate_totp_secret())

        assert client.get("/bureau/").url == reverse("mfa_index")


class TestLockout:
    def test_five_wrong_passwords_close_the_door_in_plain_french(self, client, agent):
        answers = [sign_in(client, agent, "faux") for _ in range(5)]

        assert [answer.status_code for answer in answers[:4]] == [200] * 4
        assert answers[4].status_code == 429
        assert "tentatives" in answers[4].content.decode()
        assert sign_in(client, agent).status_code == 429

    def test_the_door_opens_again_after_a_quarter_of_an_hour(self, client, agent):
        for _ in range(5):
            sign_in(client, agent, "faux")
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert sign_in(client, agent).status_code == 302

    def test_another_agent_is_not_locked_out(self, client, agent):
        for _ in range(5):
            sign_in(client, agent, "faux")
        other = AgentFactory()
        other.account.set_password(PASSWORD)
        other.account.save()
        assert sign_in(client, other).status_code == 302


class TestPasswordReset:
    def ask(self, client, email):
        return client.post(reverse("account_reset_password"), {"email": email})

    def test_an_agent_gets_a_link_through_the_queue(self, client, agent):
        self.ask(client, agent.account.email)

        [mail] = mails()
        assert mail.recipient == agent.account.email
        [path] = re.findall(r"http://testserver(/compte/\S+)", mail.text)
        form = client.get(path, follow=True)
        client.post(
            form.redirect_chain[-1][0],
            {"password1": "un autre long secret", "password2": "un autre long secret"},
        )
        assert sign_in(client, agent, "un autre long secret").status_code == 302

    @pytest.mark.parametrize("known", [True, False])
    def test_a_resident_or_a_stranger_gets_the_same_answer_and_no_mail(self, client, agent, known):
        email = AccountFactory().email if known else "inconnue@example.invalid"
        answer, usual = self.ask(client, email), self.ask(client, agent.account.email)

        assert (answer.status_code, answer.url) == (usual.status_code, usual.url)
        assert [mail.recipient for mail in mails()] == [agent.account.email]

    def test_no_more_than_ten_mails_an_hour_leave_for_one_address(self, client, agent, settings):
        settings.ACCOUNT_RATE_LIMITS = False
        for _ in range(12):
            self.ask(client, agent.account.email)
        assert len(mails()) == 10


def test_nobody_signs_up_alone(client):
    answer = client.get(reverse("account_signup"))
    assert b"password1" not in answer.content
