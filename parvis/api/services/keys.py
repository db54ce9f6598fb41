"""Keys: made, shown once, revoked."""

import hashlib
import secrets
import string
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.api.models import ApiKey, Scope
from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Organisation

DEFAULT_LIMIT = 600
_LETTERS = string.ascii_lowercase + string.digits


def key_hash(key: str) -> str:
    """Return the hash under which a key is kept: its 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def create_key(
    *, organisation: Organisation, name: str, scopes: Collection[Scope], rate_limit: int = DEFAULT_LIMIT
) -> tuple[ApiKey, str]:
    """Make a key for a body, and return it with the text to hand over, which is kept nowhere. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = [_("Nommez la clé d’après le logiciel qui s’en servira.")]
    if not scopes:
        errors["scopes"] = [_("Choisissez au moins un droit.")]
    if rate_limit < 1:
        errors["rate_limit"] = [_("Indiquez au moins une requête par minute.")]
    if errors:
        raise Invalid(errors)
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(8))
    text = f"pv_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        organisation=organisation,
        name=name.strip()[:100],
        prefix=prefix,
        hash=key_hash(text),
        scopes=sorted(set(scopes)),
        rate_limit=rate_limit,
        created_at=clock.now(),
    )
    return key, text


@transaction.atomic
def revoke_key(*, prefix: str) -> ApiKey:
    """Close a key at once and for good; revoking it again changes nothing. Raises NotFound."""
    key = ApiKey.objects.select_for_update().filter(prefix=prefix).first()
    if key is None:
        raise NotFound(_("Aucune clé ne commence par « %(prefix)s ».") % {"prefix": prefix})
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
    return key
