"""E-mail addresses, phone numbers and civilities, as people write them and as machines use them."""

from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from parvis.catalogue.field_types import clean_line, refuse
from parvis.people.phones import international

CIVILITIES = {"mme": gettext_lazy("Madame"), "m": gettext_lazy("Monsieur")}
_validate = EmailValidator()


def checked_email(value: Any, part: str = "") -> str:
    """Return an e-mail address, or refuse it under that part."""
    address = clean_line(value).replace(" ", "")
    try:
        _validate(address)
    except ValidationError:
        refuse(_("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr."), part)
    if len(address) > 254:
        refuse(_("Cette adresse e-mail est trop longue."), part)
    return address


def checked_phone(value: Any, part: str = "") -> str:
    """Return a number as ``+33612345678`` (E.164), or refuse it under that part."""
    number = international(clean_line(value)[:40])
    if not number:
        refuse(
            _(
                "Écrivez un numéro de téléphone complet, par exemple 06 12 34 56 78, ou avec l’indicatif du pays."
            ),
            part,
        )
    return number


def checked_foreign_phone(value: Any, part: str = "") -> str:
    """Return a number of any country as ``+3225066211`` (E.164), or refuse it under that part when it has no prefix or
    cannot exist.
    """
    text = clean_line(value)[:40]
    number = international("+" + text[2:] if text.startswith("00") else text)
    if not number or not text.startswith(("+", "00")):
        refuse(_("Écrivez le numéro avec l’indicatif du pays, par exemple +32 2 506 62 11."), part)
    return number


def readable_phone(number: str, *, prefixed: bool = False) -> str:
    """Return a stored number as people read it: ``06 12 34 56 78``, or ``+32 2 123 45 67`` from abroad.

    ``prefixed``: a French one keeps its prefix too.
    """
    parsed = _parse(number, None)
    if parsed is None:
        return number
    french = parsed.country_code == 33 and not prefixed
    style = PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def checked_civility(text: str, part: str) -> str:
    """Return the code of a civility, or refuse it under that part."""
    if text not in CIVILITIES:
        refuse(_("Choisissez une réponse de la liste."), part)
    return text


def shown_civility(code: str) -> str:
    """Return the civility in words."""
    return str(CIVILITIES.get(code, code))
