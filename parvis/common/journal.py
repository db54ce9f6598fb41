"""Arithmetic of a journal whose entries carry the hash of the one before, so that tampering shows."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8 (after RFC 8785, for the types we store)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def digest(value: Any, *, salt: str = "") -> str:
    """Return the SHA-256 of a value, salted: what it covers can be erased without breaking the chain."""
    return hashlib.sha256(salt.encode() + canonical(value)).hexdigest()


def link(previous: str, content: Any) -> str:
    """Return the hash of an entry: it covers its content and the hash of the entry before."""
    return hashlib.sha256(previous.encode() + canonical(content)).hexdigest()
