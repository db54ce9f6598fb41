"""Codes by which anyone given a document checks that it is ours: short, said aloud without doubt, not guessed."""

import re
import secrets

from django.conf import settings

# Without I, L, O, U: nothing to confuse with 1 or 0, and no word by accident (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # 80 bits
_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """Return a new code of 16 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def say_code(code: str) -> str:
    """Return the code as it is printed: « 7Q4M-09XK-… »."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(written: str) -> str:
    """Return the code someone typed, whatever the case, spaces and hyphens; "" when it cannot be one."""
    code = re.sub(r"[\s-]", "", written[:60]).upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def verification_url(code: str) -> str:
    """Return the address that answers whether a document is ours."""
    return f"{settings.PUBLIC_URL}/verifier/{say_code(code)}/"
