"""Signing in without the pages of it, which have their own tests."""

from django.db import transaction
from django.test import Client

from parvis.common import actor
from parvis.common.models import Account
from parvis.organisations.models import Agent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(browser: Client, who: Agent | Account) -> Client:
    """Sign an account in, its second factor shown."""
    account = who.account if isinstance(who, Agent) else who
    with actor.signing_in(), transaction.atomic():
        browser.force_login(account, backend=BACKEND)
    session = browser.session
    session["second_factor"] = account.pk
    session.save()
    return browser
