"""Every page of sign-in and account that a person may meet, through allauth's own views."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from parvis.common import actor
from parvis.common.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "lanterne rouge au port"
OURS = 'class="site-header"'


@pytest.fixture(autouse=True)
def reading_accounts():
    """Let a test read and change accounts; what it asks of the product is answered to whoever the request names."""
    with actor.signing_in():
        yield


@pytest.fixture
def client():
    """allauth notes that recovery codes were shown when they are: its GET writes, so Django's own client is used."""
    return Client()


@pytest.fixture
def account():
    made = Account(email="yann@exemple.fr")
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def signed_in(client, account):
    sign_in(client)
    return client


@pytest.fixture
def confirmed(signed_in):
    """An agent who has just confirmed who they are, as allauth asks before any gesture of security."""
    signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return signed_in


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "yann@exemple.fr", "password": PASSWORD})


def totp_code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def words(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Se connecter"),
        ("account_signup", "Les comptes sont ouverts par les organismes"),
        ("account_inactive", "Ce compte est suspendu"),
        ("account_reset_password", "Choisir un nouveau mot de passe"),
        ("account_reset_password_done", "Regardez vos e-mails"),
        ("account_reset_password_from_key_done", "Votre mot de passe est changé"),
        ("account_email_verification_sent", "Regardez vos e-mails"),
    ],
)
def test_a_stranger_meets_our_pages(client, name, title):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in words(response)
    assert OURS in words(response)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_logout", "Se déconnecter"),
        ("account_change_password", "Changer de mot de passe"),
        ("account_reauthenticate", "Confirmez que c’est vous"),
        ("mfa_index", "Sécurité de votre compte"),
        ("mfa_activate_totp", "Ajouter une application de codes"),
        ("mfa_list_webauthn", "Vos clés d’accès"),
        ("mfa_add_webauthn", "Ajouter une clé d’accès"),
    ],
)
def test_an_agent_meets_our_pages(confirmed, name, title):
    response = confirmed.get(reverse(name))
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in words(response)


def test_a_wrong_password_is_told_on_top_and_nothing_typed_is_lost(client, account):
    response = client.post(reverse("account_login"), {"login": "yann@exemple.fr", "password": "autre chose"})
    assert "Un point est à corriger avant de continuer" in words(response)
    assert 'value="yann@exemple.fr"' in words(response)
    assert "autre chose" not in words(response)


def test_a_right_password_opens_the_desk(client, account):
    assert sign_in(client).headers["Location"] == "/bureau/"


def test_a_forgotten_password_is_chosen_anew_by_a_link(client, account):
    key = default_token_generator.make_token(account)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])
    form = client.get(link, follow=True)
    assert "Nouveau mot de passe" in words(form)
    chosen = {"password1": "phare du bout du monde", "password2": "phare du bout du monde"}
    assert client.post(form.request["PATH_INFO"], chosen).status_code == 302
    account.refresh_from_db()
    assert account.check_password("phare du bout du monde")


def test_a_used_link_says_so(client):
    response = client.get(reverse("account_reset_password_from_key", args=["1", "used-link"]))
    assert "Ce lien ne sert plus" in words(response)


def test_an_application_of_codes_is_added_then_asked_at_sign_in(confirmed):
    page = confirmed.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    added = confirmed.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)}, follow=True)
    assert "Vos codes de secours" in words(added)
    confirmed.post(reverse("account_logout"))
    second = confirmed.post(
        reverse("account_login"), {"login": "yann@exemple.fr", "password": PASSWORD}, follow=True
    )
    assert "Deuxième étape de la connexion" in words(second)
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    signed = confirmed.post(reverse("mfa_authenticate"), {"code": recovery})
    assert signed.headers["Location"] == "/bureau/"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("mfa_view_recovery_codes", "Vos codes de secours"),
        ("mfa_generate_recovery_codes", "Faire de nouveaux codes de secours"),
        ("mfa_deactivate_totp", "Retirer l’application de codes ?"),
        ("mfa_reauthenticate", "Confirmez que c’est vous"),
    ],
)
def test_an_agent_with_a_second_factor_meets_our_pages(confirmed, name, title):
    secret = confirmed.get(reverse("mfa_activate_totp")).context["form"].secret
    confirmed.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    assert f"<h1>{title}</h1>" in words(confirmed.get(reverse(name)))


def test_a_passkey_can_be_renamed_and_removed(confirmed, account):
    key = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "clé bleue", "credential": {}}
    )
    assert "clé bleue" in words(confirmed.get(reverse("mfa_list_webauthn")))
    assert "Renommer cette clé" in words(confirmed.get(reverse("mfa_edit_webauthn", args=[key.pk])))
    assert "Retirer cette clé" in words(confirmed.get(reverse("mfa_remove_webauthn", args=[key.pk])))


def test_the_address_is_the_word_of_the_body_and_cannot_be_changed_here(confirmed):
    response = confirmed.post(reverse("account_email"), {"email": "autre@exemple.fr", "action_add": ""})
    assert response.headers["Location"] == reverse("mfa_index")
