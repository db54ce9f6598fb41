"""Refusals of the api room. Codes are stable: programs read them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError, NotAllowed, TooMany

REALM = 'Bearer realm="parvis"'


class BadKey(DomainError):
    """No key, or one that is unknown or revoked: which, is not told."""

    code, status = "bad_key", 401
    message = _("Cette clé d’accès manque, n’existe pas ou a été révoquée.")
    headers = {"WWW-Authenticate": REALM}


class MissingScope(NotAllowed):
    """The key does not open this endpoint; ``scope`` is the one that does."""

    code = "missing_scope"
    message = _("Cette clé ne donne pas ce droit. Demandez-le à l’administration de votre organisme.")


class RateLimited(TooMany):
    """Too many requests in this minute."""

    code = "rate_limited"
    message = _("Trop de requêtes en une minute. Attendez, puis recommencez : rien n’a été enregistré.")

    def __init__(self, *, retry_after: int, headers: Mapping[str, str]) -> None:
        super().__init__(retry_after=retry_after)
        self.headers = headers


class Malformed(DomainError):
    """The body is not what its type says."""

    code, status = "malformed", 400
    message = _("Le corps de la requête ne se lit pas. Envoyez un JSON en UTF-8.")


class MethodNotAllowed(DomainError):
    """The address exists, not this verb."""

    code, status = "method_not_allowed", 405
    message = _("Cette adresse n’accepte pas cette méthode.")


class BodyTooLarge(DomainError):
    """The request weighs too much."""

    code, status = "too_large", 413
    message = _("Cette requête est trop lourde. Envoyez les fichiers un par un, par l’adresse « files ».")


class WrongMediaType(DomainError):
    """The body is of a type this address does not read; ``accepted`` says which it reads."""

    code, status = "wrong_media_type", 415
    message = _("Cette adresse ne lit pas ce type de contenu.")


class KeyReused(DomainError):
    """The idempotency key already served for another payload."""

    code = "idempotency_key_reused"
    message = _(
        "Cette clé d’idempotence a déjà servi pour une autre demande. Rien n’a été enregistré : changez de clé."
    )
