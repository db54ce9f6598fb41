"""What codes on paper say: a sheet that separates two letters, or the verification address of a letter of ours."""

import re

from parvis.documents.verification import read_code

MARK = "PARVIS:FEUILLE:1:"
"""How the code of a separator begins; the id of the service that the next letters are for follows, 0 for none."""
_SHEET = re.compile(rf"{MARK}(\d{{1,15}})")
_ADDRESS = re.compile(r"/verifier/([0-9A-Za-z-]{16,25})/?$")


def sheet_code(team_id: int = 0) -> str:
    """Return what the code of a separator sheet says."""
    return f"{MARK}{team_id}"


def is_sheet(text: str) -> bool:
    """Say whether a code is that of a separator. It opens nothing: it cuts, and proposes a service of the same body."""
    return _SHEET.fullmatch(text) is not None


def team_named(text: str) -> int:
    """Return the id of the service that a separator names, 0 when none."""
    found = _SHEET.fullmatch(text)
    return int(found[1]) if found else 0


def letter_named(text: str) -> str:
    """Return the verification code that a letter of ours carries, "" when a code on paper is not one of ours."""
    found = _ADDRESS.search(text[:300])
    return read_code(found[1]) if found else ""
