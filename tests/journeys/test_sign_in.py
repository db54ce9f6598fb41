"""An agent signs in with a passkey, under the strict CSP, in a real browser with a virtual authenticator."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from parvis.common import actor
from parvis.common.models import Account

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "lanterne rouge au port"
HERE = "/style/"


@pytest.fixture(autouse=True)
def _landing(settings):
    settings.DEMONSTRATION = True
    settings.LOGIN_REDIRECT_URL = HERE
    settings.LOGOUT_REDIRECT_URL = HERE
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


@pytest.fixture
def account():
    made = Account(email="yann@exemple.fr")
    made.set_password(PASSWORD)
    with actor.signing_in(), transaction.atomic():
        made.save()
    return made


def give_an_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in_by_password(page):
    page.goto("/compte/login/")
    page.get_by_label("Adresse e-mail").fill("yann@exemple.fr")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(f"**{HERE}")


def test_an_agent_adds_a_passkey_and_then_signs_in_with_it_alone(account, desk_page, axe, shot):
    page = desk_page
    give_an_authenticator(page)
    sign_in_by_password(page)
    page.goto("/compte/2fa/webauthn/add/")
    page.get_by_label("Nom de cette clé").fill("ordinateur du bureau")
    page.get_by_label("Me connecter avec cette clé seule, sans mot de passe").check()
    axe(page)
    shot(page, "account-passkey")
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.get_by_role("heading", name="Vos codes de secours").wait_for()
    axe(page)
    shot(page, "account-codes")
    page.goto("/compte/2fa/")
    axe(page)
    shot(page, "account-index")
    page.goto("/compte/logout/")
    page.get_by_role("button", name="Me déconnecter").click()
    page.wait_for_url(f"**{HERE}")
    page.goto("/compte/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url(f"**{HERE}")
    page.goto("/compte/2fa/")
    expect(page.get_by_text("yann@exemple.fr")).to_be_visible()


def test_the_pages_of_sign_in_are_accessible_on_a_phone(account, phone_page, axe, shot):
    for name in ("login", "password/reset", "signup", "inactive", "password/reset/done"):
        phone_page.goto(f"/compte/{name}/")
        axe(phone_page)
        shot(phone_page, f"account-phone-{name.replace('/', '-')}")
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_wrong_password_puts_the_reader_on_what_to_correct(account, phone_page, axe, shot):
    phone_page.goto("/compte/login/")
    phone_page.get_by_label("Adresse e-mail").fill("yann@exemple.fr")
    phone_page.get_by_label("Mot de passe").fill("autre chose")
    phone_page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(phone_page.locator("[data-error-summary]")).to_be_focused()
    expect(phone_page).to_have_title(re.compile("^À corriger"))
    axe(phone_page)
    shot(phone_page, "account-phone-wrong")


def test_an_application_of_codes_shows_its_square(account, phone_page, axe, shot):
    sign_in_by_password(phone_page)
    phone_page.goto("/compte/2fa/totp/activate/")
    phone_page.get_by_label("Code affiché par l’application").wait_for()
    expect(phone_page.locator(".qr")).not_to_have_js_property("naturalWidth", 0)
    axe(phone_page)
    shot(phone_page, "account-phone-totp")
