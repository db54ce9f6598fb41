"""Telephone numbers as people say and dial them."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

# A number without « + » is read as one of the mainland, else of an overseas territory (their prefixes differ).
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF")


def international(text: str) -> str:
    """Return a whole number as ``+33612345678`` (E.164); "" when it cannot be one."""
    for region in REGIONS[:1] if text.startswith("+") else REGIONS:
        try:
            number = phonenumbers.parse(text[:40], region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return ""


def dialled(text: str) -> str:
    """Return a number as it is dialled in France (« 0612345678 »), from elsewhere with its country; "" for no number.

    Spaces, dots and dashes do not count. A number being typed is returned as far as it goes.
    """
    kept = re.sub(r"[^\d+]", "", text)
    if not re.fullmatch(r"[\d\s.\-()/+]*", text) or not re.search(r"\d", kept):
        return ""
    international = re.sub(r"^(?:\+|00)", "", kept) if kept.startswith(("+", "00")) else ""
    if international.startswith("33"):
        return "0" + international.removeprefix("33").removeprefix("0")
    return international or kept.replace("+", "")
