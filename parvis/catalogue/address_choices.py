"""An address of the national file as a box of suggestions takes it, and as it comes back when it is chosen."""

from typing import Any

from parvis.organisations.address_queries import FoundAddress

FILLED = ("street", "postcode", "city")
"""Parts of an address that a choice fills."""


def suggestion(found: FoundAddress) -> dict[str, Any]:
    """Return an address as it is proposed: « fills » are the boxes that it fills, « value » says the same in one."""
    parts = (found.line, found.postcode, found.municipality_name)
    return {
        "value": "|".join(part.replace("|", " ") for part in parts),
        "label": found.label,
        "fills": dict(zip(FILLED, parts, strict=True)),
    }


def chosen(value: str) -> dict[str, str]:
    """Return the boxes that a choice fills, nothing for what is none."""
    parts = value.split("|")
    return dict(zip(FILLED, parts, strict=True)) if len(parts) == len(FILLED) else {}
