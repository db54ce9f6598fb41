"""OpenID Connect, as a client: the code flow with state, nonce and PKCE (RFC 6749, RFC 7636, OpenID Connect Core 1.0).

Authlib sends, joserfc checks the signatures. FranceConnect and ProConnect answer « userinfo » by a signed token, others
by JSON: both are read. Nothing here touches the database: callers are outside a transaction.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException, Response

from parvis.people.errors import IdentityRefused, ProviderSilent
from parvis.people.providers import Provider

PATIENCE = (3, 7)
"""Seconds to connect, then between two bytes."""
_LARGEST = 200_000
_DRIFT = 60
_SIGNATURES = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser must bring back, and where to send it: ``kept`` stays in its session."""

    address: str
    kept: dict[str, str]


@dataclass(frozen=True, slots=True)
class Proved:
    """Who a provider says it is: ``subject`` is its own name for them, ``acr`` the level of assurance.

    ``leaving`` is where to sign out there too (with the token it then wants), empty when it has no such place.
    """

    subject: str
    claims: dict[str, Any]
    acr: str
    leaving: dict[str, str]


def ask(provider: Provider, come_back: str) -> Asked:
    """Begin a sign-in. Raises ProviderSilent."""
    found = _configuration(provider)
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce")}
    if provider.pkce:
        kept["verifier"] = secrets.token_urlsafe(48)
    more = {"acr_values": provider.acr} if provider.acr else {}
    address, _state = _session(provider, come_back, found).create_authorization_url(
        found["authorization_endpoint"],
        state=kept["state"],
        nonce=kept["nonce"],
        code_verifier=kept.get("verifier"),
        **more,
    )
    return Asked(address, kept)


def answer(provider: Provider, come_back: str, kept: Mapping[str, str], given: Mapping[str, str]) -> Proved:
    """Check what came back and ask who it is. Raises IdentityRefused, ProviderSilent."""
    state = kept.get("state", "")
    if not state or not hmac.compare_digest(state.encode(), given.get("state", "").encode()):
        raise IdentityRefused
    if not given.get("code"):  # « access_denied »: they changed their mind there
        raise IdentityRefused
    found = _configuration(provider)
    session = _session(provider, come_back, found)
    token = _token(session, found, given["code"], kept.get("verifier"))
    keys = _keys(session, found)
    identity = _claims(
        token["id_token"], keys, provider, found, nonce={"essential": True, "value": kept["nonce"]}
    )
    acr = str(identity.get("acr", ""))
    if provider.acr and acr not in provider.acr.split():
        raise IdentityRefused
    told = _user_info(session, found, keys, provider)
    if told.get("sub", identity["sub"]) != identity["sub"]:
        raise IdentityRefused
    leaving = {"address": str(found.get("end_session_endpoint", "")), "token": token["id_token"]}
    return Proved(str(identity["sub"]), {**identity, **told}, acr, leaving if leaving["address"] else {})


def leaving_address(leaving: Mapping[str, str], back: str) -> str:
    """Return where to sign out of the provider too, which then leads ``back`` (OpenID Connect RP-Initiated Logout)."""
    query = {
        "id_token_hint": leaving["token"],
        "state": secrets.token_urlsafe(32),
        "post_logout_redirect_uri": back,
    }
    return f"{leaving['address']}{'&' if '?' in leaving['address'] else '?'}{urlencode(query)}"


def _session(provider: Provider, come_back: str, found: Mapping[str, Any]) -> OAuth2Session:
    means = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return OAuth2Session(
        provider.client,
        provider.secret,
        token_endpoint_auth_method="client_secret_basic"
        if "client_secret_basic" in means
        else "client_secret_post",
        scope=provider.scope,
        redirect_uri=come_back,
        code_challenge_method="S256" if provider.pkce else None,
        default_timeout=PATIENCE,
    )


def _configuration(provider: Provider) -> dict[str, Any]:
    """Return what a provider publishes of itself, under its own name and over TLS."""
    session = OAuth2Session(default_timeout=PATIENCE)
    found = _json(_get(session, f"{provider.issuer}/.well-known/openid-configuration", withhold_token=True))
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ProviderSilent
    if not all(_is_safe(found.get(name)) for name in _ENDPOINTS):
        raise ProviderSilent
    return found


def _is_safe(address: Any) -> bool:
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _token(
    session: OAuth2Session, found: Mapping[str, Any], code: str, verifier: str | None
) -> dict[str, Any]:
    """Return what a code is worth. Raises IdentityRefused when it is worth nothing any more."""
    proof = {"code_verifier": verifier} if verifier else {}
    try:
        token = session.fetch_token(found["token_endpoint"], code=code, timeout=PATIENCE, **proof)
    except RequestException:
        raise ProviderSilent from None
    except (AuthlibBaseError, ValueError, TypeError):
        raise IdentityRefused from None
    if not isinstance(token.get("id_token"), str):
        raise IdentityRefused
    return dict(token)


def _keys(session: OAuth2Session, found: Mapping[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(_json(_get(session, found["jwks_uri"], withhold_token=True)))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError):
        raise ProviderSilent from None


def _claims(
    token: str, keys: KeySet, provider: Provider, found: Mapping[str, Any], **owed: Any
) -> dict[str, Any]:
    """Return what a signed token says, once its signature, issuer, audience and dates are right."""
    registry = jwt.JWTClaimsRegistry(
        leeway=_DRIFT,
        iss={"essential": True, "value": found["issuer"]},
        aud={"essential": True, "value": provider.client},
        **owed,
    )
    try:
        claims = jwt.decode(token, keys, algorithms=_SIGNATURES).claims
        registry.validate(claims)
    except (JoseError, ValueError, TypeError):
        raise IdentityRefused from None
    if owed and ("sub" not in claims or "exp" not in claims):
        raise IdentityRefused
    return dict(claims)


def _user_info(
    session: OAuth2Session, found: Mapping[str, Any], keys: KeySet, provider: Provider
) -> dict[str, Any]:
    """Return what the provider tells beside the token of identity: JSON, or a signed token; nothing without address."""
    if not _is_safe(found.get("userinfo_endpoint")):
        return {}
    response = _get(session, found["userinfo_endpoint"])
    if response.headers.get("Content-Type", "").partition(";")[0].strip() == "application/jwt":
        return _claims(response.text.strip(), keys, provider, found)
    return _json(response)


def _get(session: OAuth2Session, address: str, **more: Any) -> Response:
    try:
        response: Response = session.get(address, allow_redirects=False, timeout=PATIENCE, **more)
    except (RequestException, AuthlibBaseError):
        raise ProviderSilent from None
    if response.status_code != 200 or len(response.content) > _LARGEST:
        raise ProviderSilent
    return response


def _json(response: Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        raise ProviderSilent from None
    if not isinstance(found, dict):
        raise ProviderSilent
    return found
