"""The password of a mailbox, kept so that the database alone does not give it."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from parvis.channels.errors import SecretUnreadable


def sealed(secret: str) -> str:
    """Return a password encrypted under the product's secret key."""
    return _key().encrypt(secret.encode("utf-8")).decode("ascii")


def opened(seal: str) -> str:
    """Return a password in clear. Raises SecretUnreadable when the product's secret key has changed."""
    try:
        return _key().decrypt(seal.encode("ascii")).decode("utf-8")
    except (InvalidToken, UnicodeError):
        raise SecretUnreadable from None


def _key() -> Fernet:
    digest = hashlib.sha256(f"parvis.mailbox:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
