"""Accounts at providers: set by the operator, ordered, stopped; what each calls back at."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings as product
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.channels.errors import SecretUnreadable
from parvis.channels.mail import box_secrets
from parvis.channels.models import Provider
from parvis.channels.registry import Account, Health, transports
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Organisation


@transaction.atomic
def set_provider(
    *,
    name: str,
    transport: str,
    organisation: Organisation | None = None,
    settings: Mapping[str, Any] | None = None,
    secret: str = "",
    secret_name: str = "",
    priority: int = 1,
) -> Provider:
    """Have a provider carry messages, or change how. Its secret is never shown again. Raises Invalid, NotFound."""
    kind, known = transports.get(transport), dict(settings or {})
    missing = [each for each in kind.needs if not known.get(each)]
    if missing:
        raise Invalid({"settings": [_("Il manque : %(names)s.") % {"names": ", ".join(missing)}]})
    facts: dict[str, Any] = {
        "channel": kind.channel,
        "transport": kind.code,
        "settings": known,
        "priority": priority,
        "is_active": True,
        "failures": 0,
        "resting_until": None,
        "last_error": "",
    }
    if secret or secret_name:
        facts |= {"secret": box_secrets.sealed(secret) if secret else "", "secret_name": secret_name}
    return Provider.objects.update_or_create(organisation=organisation, name=name, defaults=facts)[0]


@transaction.atomic
def set_standing(*, provider_id: int, is_active: bool, priority: int) -> Provider:
    """Stop a provider or take it up again, and set its turn; what made it rest is forgotten. Raises NotFound."""
    provider = Provider.objects.select_for_update(of=("self",)).filter(pk=provider_id).first()
    if provider is None:
        raise NotFound
    provider.is_active, provider.priority = is_active, priority
    provider.failures, provider.resting_until = 0, None
    provider.save(update_fields=["is_active", "priority", "failures", "resting_until"])
    return provider


def has_provider(channel: str, organisation_id: int | None) -> bool:
    """Say whether a provider carries the messages of a channel for a body."""
    serving = Q(organisation_id=organisation_id) | Q(organisation=None)
    return Provider.objects.filter(serving, channel=channel, is_active=True).exists()


def account_of(provider: Provider) -> Account:
    """Return an account as its transport needs it, its secret in clear. Raises SecretUnreadable."""
    return Account(
        name=provider.name,
        settings=provider.settings,
        secret=_secret(provider),
        callback=callback_of(provider.pk),
    )


def callback_of(provider_id: int) -> str:
    """Return the address at which a provider tells what became of messages. It is a secret between it and us."""
    return f"{product.PUBLIC_URL}/api/v1/providers/{provider_id}/{callback_token(provider_id)}"


def callback_token(provider_id: int) -> str:
    """Return what proves that a call comes from whom we gave our address: it is in the address, and nowhere else."""
    key = f"parvis.provider:{product.SECRET_KEY}".encode()
    return hmac.new(key, str(provider_id).encode(), hashlib.sha256).hexdigest()[:40]


def check_provider(provider: Provider) -> Health:
    """Try a provider without sending anything. Outside any transaction. Raises SecretUnreadable."""
    return transports.get(provider.transport).check(account_of(provider))


def _secret(provider: Provider) -> str:
    if provider.secret_name:
        found: str | None = product.PROVIDER_SECRETS.get(provider.secret_name)
        if found is None:
            raise SecretUnreadable
        return found
    return box_secrets.opened(provider.secret) if provider.secret else ""
