"""Numbers people can say on the phone, and the secret codes that go with them."""

import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac
from stdnum import verhoeff
from stdnum.exceptions import ValidationError

_LENGTH = 12
# No vowel (no word), no 0/O, 1/I/L, 2/Z, 5/S, 8/B: what one hears or copies badly.
_ALPHABET = "34679CDFGHJKMNPQRTVWXY"
_CODE_LENGTH = 10


def new_number() -> str:
    """Return a fresh case number: eleven random digits and a Verhoeff check digit (finds every single slip or swap)."""
    body = "".join(secrets.choice("0123456789") for _ in range(_LENGTH - 1))
    return body + verhoeff.calc_check_digit(body)


def say_number(number: str) -> str:
    """Return a number as it is printed and said: « 4821 0937 5512 » with non-breaking spaces."""
    return "\u00a0".join(number[start : start + 4] for start in range(0, len(number), 4))


def read_number(text: str) -> str | None:
    """Return the number that a person typed, spaces and dashes aside, or None when its check digit is wrong."""
    digits = re.sub(r"[\s.\-–/]", "", text)
    if len(digits) != _LENGTH or not digits.isdecimal():
        return None
    try:
        return str(verhoeff.validate(digits))
    except ValidationError:
        return None


def secret_code(purpose: str, key: object) -> str:
    """Return the secret code of an object (« KXM-4P7-RT9C »), always the same, and nowhere stored in clear.

    Derived from the product's secret key: who reads the database alone can't compute it. ``purpose`` keeps a draft's
    code from opening a case.
    """
    raw = int.from_bytes(salted_hmac(f"parvis.code.{purpose}", str(key), algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(_CODE_LENGTH):
        raw, rest = divmod(raw, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    code = "".join(letters)
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"


def code_hash(purpose: str, code: str) -> str:
    """Return the keyed hash under which a code is stored and looked up, however it was typed."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper())
    return salted_hmac(
        f"parvis.hash.{purpose}", plain, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
