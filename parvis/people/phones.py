"""Telephone numbers as people say and dial them."""

import re


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
