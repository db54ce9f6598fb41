"""The identity providers of the installation: FranceConnect, or any other that speaks OpenID Connect.

Each is one address (``PARVIS_OIDC_…``, read by ``config.environment``); without any, no page speaks of them.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from parvis.common.errors import NotFound

PIVOT = "openid given_name family_name preferred_username birthdate gender birthplace birthcountry email"
"""What is asked unless the address says otherwise: the pivot identity of FranceConnect, and an address to write to."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``issuer`` is its address, « /.well-known/openid-configuration » left out.

    ``acr`` is the level of assurance asked (« eidas1 ») and then owed; ``pkce`` is put off only for a provider that
    refuses parameters it does not know (ProConnect, Y000400); ``about`` is a page that says what it is.
    """

    code: str
    issuer: str
    client: str
    secret: str = field(repr=False)
    label: str = ""
    scope: str = PIVOT
    acr: str = ""
    pkce: bool = True
    about: str = ""


def providers() -> tuple[Provider, ...]:
    """Return the providers of the installation, in the order of their names."""
    named: list[dict[str, Any]] = settings.IDENTITY_PROVIDERS
    return tuple(Provider(**said) for said in named)


def provider(code: str) -> Provider:
    """Return a provider. Raises NotFound."""
    for one in providers():
        if one.code == code:
            return one
    raise NotFound
