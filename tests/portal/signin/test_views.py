"""A resident enters their space by a link, from any device, without a password."""

import re

import pytest
from django.urls import reverse

from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.organisations.models import Role
from parvis.people.models import Person
from tests.factories.organisations import AgentFactory
from tests.harness.strictness import StrictClient

pytestmark = pytest.mark.django_db

EMAIL = "zoe@usager.invalid"


def ask(client, email=EMAIL, **more):
    return client.post(reverse("portal:sign_in"), {"email": email, **more})


def links():
    with actor.acting_as(actor.for_system("tests")):
        texts = OutboundMessage.objects.order_by("queued_at", "pk").values_list("text", flat=True)
        return [re.search(r"http://testserver(/\S+)", text)[1] for text in texts]


def press(client, link):
    """Press the button of the page of a link."""
    page = client.get(link).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(jeton|suite)" value="([^"]*)"', page))
    return client.post(reverse("portal:sign_in_link"), hidden)


def test_a_link_signs_in_and_leads_to_the_space(client):
    assert ask(client).url == reverse("portal:sign_in_sent")
    assert EMAIL in client.get(reverse("portal:sign_in_sent")).content.decode()

    answer = press(client, links()[0])

    assert answer.url == reverse("portal:space")
    with actor.acting_as(actor.for_system("tests")):
        assert client.session["person"] == str(Person.objects.get(email=EMAIL).pk)


def test_opening_the_link_signs_nobody_in_and_does_not_use_it_up(client):
    ask(client)
    for _ in range(3):
        assert client.get(links()[0]).status_code == 200
    assert "person" not in client.session
    assert press(client, links()[0]).status_code == 302


def test_a_used_link_says_so_and_offers_another(client):
    ask(client)
    press(client, links()[0])
    answer = press(client, links()[0])
    assert answer.status_code == 410
    assert reverse("portal:sign_in") in answer.content.decode()


def test_the_link_leads_back_to_where_one_was_but_never_to_another_site(client):
    ask(client, suite="/suivi/")
    assert press(client, links()[0]).url == "/suivi/"
    for elsewhere in ("https://evil.example.org/", "//evil.example.org/", "javascript:alert(1)"):
        ask(client, suite=elsewhere)
        assert press(client, links()[-1]).url == reverse("portal:space")


@pytest.mark.parametrize("email", ["", "zoe", "zoe@", "a" * 250 + "@usager.invalid"])
def test_a_wrong_address_is_told_at_the_field_and_kept(client, email):
    answer = ask(client, email)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_email-error"' in page
    assert f'value="{email}"' in page
    assert links() == []


def test_no_more_than_five_links_leave_for_one_address_in_a_quarter_of_an_hour(client):
    assert [ask(client).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(links()) == 5
    assert ask(client, "autre@usager.invalid").status_code == 302


def test_a_known_and_an_unknown_address_get_the_same_answer(client):
    ask(client)
    press(client, links()[0])
    browsers = StrictClient(), StrictClient()
    known, unknown = (
        browser.get(ask(browser, email).url).content.decode()
        for browser, email in zip(browsers, (EMAIL, "inconnue@usager.invalid"), strict=True)
    )
    assert known == unknown.replace("inconnue@usager.invalid", EMAIL)


def test_the_session_gets_a_new_key_at_sign_in_and_forgets_all_at_sign_out(client):
    ask(client)
    before = client.session.session_key
    press(client, links()[0])
    assert client.session.session_key != before

    assert client.post(reverse("portal:sign_out")).status_code == 302
    assert "person" not in client.session


def test_a_link_never_opens_the_desk_even_for_an_agent(client):
    agent = AgentFactory(with_role=Role.CASE_HANDLER)
    ask(client, agent.account.email)
    press(client, links()[0])
    assert client.get("/bureau/").status_code in {302, 404}
    assert "_auth_user_id" not in client.session


def test_signing_out_by_a_mere_link_is_not_possible(client):
    assert client.get(reverse("portal:sign_out")).status_code == 405
