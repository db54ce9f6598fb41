"""References of failed attempts: said on the phone, not guessed, made without the database, which may be away."""

import re
import secrets

# As the codes of cases: no vowel (no word), no 0/O, 1/I/L, 2/Z, 5/S, 8/B.
ALPHABET = "34679CDFGHJKMNPQRTVWXY"
LENGTH = 10


def new_reference() -> str:
    """Return a fresh reference, as it is printed: « KXM-4P7-RT9C » (22^10 possibilities)."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return say_reference(letters)


def say_reference(letters: str) -> str:
    """Return a reference as it is printed."""
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


def read_reference(written: str) -> str:
    """Return the reference someone typed, whatever its case, spaces and hyphens; "" when it cannot be one."""
    letters = re.sub(r"[^0-9A-Z]", "", written[:60].upper())
    return say_reference(letters) if len(letters) == LENGTH else ""
