"""An invited agent gets a link to choose their password."""

import re

import pytest
from django.urls import reverse

from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.organisations.services.agents import invite_agent
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_invitation_says_who_invites_and_its_link_sets_a_password(client):
    agent = invite_agent(
        organisation=OrganisationFactory(name="Ville d’Alençon"),
        email="camille@example.invalid",
        first_name="Camille",
        last_name="L’Hermite",
        capacity="adjointe",
    )
    with actor.acting_as(actor.for_system("tests")):
        mail = OutboundMessage.objects.get()

    assert mail.recipient == "camille@example.invalid"
    assert "Ville d’Alençon vous ouvre un accès" in mail.text
    assert "Bonjour Camille L’Hermite" in mail.text
    [path] = re.findall(r"http://testserver(/compte/\S+)", mail.text)
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "un long secret choisi", "password2": "un long secret choisi"})

    answer = client.post(
        reverse("account_login"), {"login": agent.account.email, "password": "un long secret choisi"}
    )
    assert answer.status_code == 302
