"""Numbers that receive SMS."""

import re

import phonenumbers

# Numbers written without their country code: mainland first, then overseas (0690… is Guadeloupe's).
_REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "NC", "PF")
_MOBILE = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})


def mobile(text: str) -> str:
    """Return a mobile number in the international form (E.164), "" when a text is not one."""
    for region in _REGIONS:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            return ""
        if phonenumbers.is_valid_number(number):
            known = phonenumbers.number_type(number) in _MOBILE
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if known else ""
    return ""


def writings(number: str) -> list[str]:
    """Return the ways in which a message of ours may have written a number."""
    bare = re.sub(r"^\+33", "0", number)
    return [number, bare, " ".join(bare[at : at + 2] for at in range(0, len(bare), 2))]
