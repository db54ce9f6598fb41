"""Postal addresses as the French post reads them (NF Z10-011): six lines of 38 signs, the town last, in capitals."""

import re

from parvis.channels.sms.gsm import unaccented

LINES, LONGEST = 6, 38
_TOWN = re.compile(r"\d{5}\s+\S.*")
_PLAIN = re.compile(r"[^A-Z0-9 ]+")


def lines_of(address: str) -> list[str]:
    """Return the lines of an address, without empty ones."""
    return [" ".join(line.split()) for line in address.splitlines() if line.strip()]


def refused(address: str) -> str:
    """Return why an address reaches nobody, as a short code; "" when it may: a town, and a line above it.

    An address abroad ends by its country, under a line that is not of a French town.
    """
    lines = lines_of(address)
    if len(lines) < 2:
        return "bad_address"
    if len(lines) > LINES + 1:
        return "address_too_long"
    return "" if any(any(char.isdigit() for char in line) for line in lines[1:]) else "bad_address"


def normalised(address: str, *, name: str = "") -> list[str]:
    """Return the lines to print in the window: the name first, the line of the town in plain capitals."""
    lines = [line for line in [" ".join(name.split()), *lines_of(address)] if line]
    return [_capitals(line) if _TOWN.fullmatch(line) else line for line in lines]


def _capitals(line: str) -> str:
    return " ".join(_PLAIN.sub(" ", unaccented(line).upper()).split())
