"""Numbers of organisations: SIREN and SIRET (INSEE), RNA (« Répertoire national des associations »)."""

import re

from stdnum.fr import siren, siret

# « W », the two signs of the sub-prefecture's department (2A, 9R for La Réunion…), seven digits: order of 14 October
# 2009. Associations of Alsace-Moselle have none: they give a SIREN.
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}", re.ASCII)


def company_number(text: str) -> str:
    """Return a SIREN (9 digits) or a SIRET (14) without spaces; "" when its key is wrong.

    The SIRETs of La Poste follow their own rule: the sum of their digits is a multiple of five.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    checked = siren if len(digits) == 9 else siret
    return digits if checked.is_valid(digits) else ""


def association_number(text: str) -> str:
    """Return an RNA number without spaces, « W » and nine signs; "" when it cannot be one."""
    number = re.sub(r"[\s.\-]", "", text).upper()
    return number if _RNA.fullmatch(number) else ""


def spaced(number: str) -> str:
    """Return a SIREN or a SIRET as one reads it: « 732 829 320 00074 »."""
    groups = [number[:3], number[3:6], number[6:9], number[9:]]
    return " ".join(group for group in groups if group)
