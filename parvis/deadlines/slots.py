"""Hours of the wall clock at which something happens once a day, whatever the changes of time; pure functions.

An hour that does not exist, when clocks go forward, comes when the wall clock has passed it; one that comes twice, when
they go back, comes the first time.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from parvis.deadlines.calendars import PARIS
from parvis.deadlines.holidays_fr import canonical_territory

_DAYS_AHEAD = 400
"""Past that many closed days, no slot is looked for."""
_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}

OpenDay = Callable[[date], bool]


def zone_of(territory: str) -> ZoneInfo:
    """Return the time zone of a territory: Paris for the mainland. Raises UnknownTerritory."""
    name = _ZONES.get(canonical_territory(territory))
    return ZoneInfo(name) if name else PARIS


def slot_passed(now: datetime, hours: Iterable[int], zone: ZoneInfo, is_open: OpenDay) -> datetime | None:
    """Return the last slot of today that is over or comes now; None before the first, or on a closed day."""
    today = now.astimezone(zone).date()
    found = [slot for slot in _slots(today, hours, zone) if slot <= now] if is_open(today) else []
    return max(found, default=None)


def next_slot(after: datetime, hours: Iterable[int], zone: ZoneInfo, is_open: OpenDay) -> datetime | None:
    """Return the first slot strictly after a moment, on a day that counts; None when there is none."""
    wanted, today = sorted(set(hours)), after.astimezone(zone).date()
    for rank in range(_DAYS_AHEAD if wanted else 0):
        day = today + timedelta(rank)
        coming = [slot for slot in _slots(day, wanted, zone) if slot > after] if is_open(day) else []
        if coming:
            return min(coming)
    return None


def _slots(day: date, hours: Iterable[int], zone: ZoneInfo) -> list[datetime]:
    return [datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC) for hour in hours]
