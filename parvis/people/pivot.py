"""What an identity provider says of someone, under the names that definitions read (``prefill``: ``identity``).

The claims keep their own names (« given_name », « birthdate »…, and whatever else a body's own provider says); beside
them stand the same facts under ours: « first_name », and the whole of a « person », a « full_name », a « birth ».
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from parvis.organisations.queries import municipality_by_code

MOST, LONGEST = 40, 300
_OF_THE_PROTOCOL = frozenset({
    "sub", "iss", "aud", "exp", "iat", "nbf", "jti", "nonce", "acr", "amr", "azp", "at_hash", "c_hash", "s_hash",
    "auth_time", "sid", "typ",
})  # fmt: skip
_TOWN = re.compile(r"(\d{2}|2[AB])\d{3}", re.ASCII)
_FRANCE = "99100"
"""France among the countries of INSEE's official geographic code."""


def pivot(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of claims: short texts, and what they make under our own names."""
    kept = [(name, _text(value)) for name, value in claims.items() if name not in _OF_THE_PROTOCOL]
    told = dict([(name, value) for name, value in kept if value][:MOST])
    return {**told, **_ours(told)}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    return text if len(text) <= LONGEST and text.isprintable() else ""


def _ours(told: Mapping[str, str]) -> dict[str, Any]:
    birth = _birth(told)
    used = told.get("preferred_username", "") if birth else ""  # elsewhere than in a pivot identity: a login
    plain = {
        "first_name": told.get("given_name", ""),
        "last_name": used or told.get("family_name", ""),
        "birth_name": told.get("family_name", "") if used else "",
        "email": told.get("email", ""),
        "phone": told.get("phone_number", ""),
        "birth_date": birth.get("date", ""),
    }
    known = {name: value for name, value in plain.items() if value}
    person = {name: known[name] for name in ("first_name", "last_name", "email", "phone") if name in known}
    name = {name: known[name] for name in ("first_name", "last_name", "birth_name") if name in known}
    wholes = {"person": person, "full_name": name, "birth": birth}
    return {**known, **{code: value for code, value in wholes.items() if value}}


def _birth(told: Mapping[str, str]) -> dict[str, str]:
    """Return a date and a place of birth as ``birth`` holds them; a day that is not known (1962-00-00) is not said."""
    try:
        said = {"date": date.fromisoformat(told.get("birthdate", "")).isoformat()}
    except ValueError:
        said = {}
    code = told.get("birthplace", "")
    if _TOWN.fullmatch(code):
        town = municipality_by_code(code)
        said |= {"country": "FR", "code": code, "city": town.name if town else ""}
    elif told.get("birthcountry") == _FRANCE:
        said["country"] = "FR"
    return said
