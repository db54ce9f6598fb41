"""Identifiers made by us, in order of time, before the row exists: row security can then admit the new row."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562): unguessable, and close to its neighbours in the index."""
    return uuid7()
