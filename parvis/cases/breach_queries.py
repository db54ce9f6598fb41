"""The register of breaches of personal data, read from the journals of cases (RGPD, article 33, 5)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.cases.clock_kinds.breach import notification_due
from parvis.common import clock
from parvis.common.errors import NotFound


@dataclass(frozen=True)
class Word:
    """Who was told of a breach, and when: agents by name, the CNIL and the persons by what was recorded."""

    kind: str
    at: datetime
    told: tuple[str, ...] = ()


@dataclass
class Breach:
    """One breach: where it was found, what happened, what was done, who was told and when.

    ``persons`` is about how many are concerned, None when unknown. ``notified_at`` is when the CNIL was told,
    ``cleared_at`` when it was recorded that nobody is at risk.
    """

    id: str
    number: str
    team: str
    body: str
    found_at: datetime
    found_by: str
    aware_at: datetime
    persons: int | None
    what: str
    measures: str
    notified_at: datetime | None = None
    reference: str = ""
    persons_told: bool = False
    why_late: str = ""
    cleared_at: datetime | None = None
    why_cleared: str = ""
    words: list[Word] = field(default_factory=list)

    @property
    def due_at(self) -> datetime:
        """Return by when the CNIL must be told (RGPD, article 33, 1)."""
        return notification_due(self.aware_at)

    @property
    def runs(self) -> bool:
        """Say whether it is neither notified nor shown harmless."""
        return self.notified_at is None and self.cleared_at is None

    @property
    def is_late(self) -> bool:
        """Say whether the 72 hours passed before the CNIL was told."""
        return self.cleared_at is None and (self.notified_at or clock.now()) > self.due_at


def breaches(bodies: Iterable[int]) -> list[Breach]:
    """Return the breaches found by bodies, the newest first.

    Whoever calls has checked that the agent protects their data (``organisations.access.can_protect_data``): the
    register is read whole, the cases behind it stay closed to who does not treat them.
    """
    found: dict[str, Breach] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_breaches(%s)", [list(bodies)])
        names = [column.name for column in cursor.description or ()]
        for row in cursor.fetchall():
            _take(found, dict(zip(names, row, strict=True)))
    return list(found.values())


def breach_of(bodies: Iterable[int], breach_id: str) -> Breach:
    """Return one breach of the register. Raises NotFound."""
    for one in breaches(bodies):
        if one.id == breach_id:
            return one
    raise NotFound


def _take(found: dict[str, Breach], entry: dict[str, Any]) -> None:
    facts, personal = _read(entry["facts"]), _read(entry["personal"])
    key, kind, at = entry["breach"], entry["kind"], entry["at"]
    if kind == "breach_found":
        found[key] = Breach(
            id=key,
            number=entry["number"],
            team=entry["team"],
            body=entry["body"],
            found_at=at,
            found_by=entry["author"],
            aware_at=datetime.fromisoformat(facts["aware_at"]),
            persons=facts.get("persons"),
            what=personal.get("what", ""),
            measures=personal.get("measures", ""),
        )
    elif kind == "breach_notified":
        _notified(found[key], facts, personal)
    elif kind == "breach_cleared":
        found[key].cleared_at, found[key].why_cleared = at, personal.get("why", "")
    else:
        found[key].words.append(Word(kind, at, tuple(facts.get("told", ()))))


def _notified(one: Breach, facts: dict[str, Any], personal: dict[str, Any]) -> None:
    one.notified_at, one.reference = datetime.fromisoformat(facts["notified_at"]), facts.get("reference", "")
    one.persons_told, one.why_late = bool(facts.get("persons_told")), personal.get("why_late", "")


def _read(value: Any) -> dict[str, Any]:
    """Return a JSON column of a raw cursor, which Django leaves as text."""
    return json.loads(value) if isinstance(value, str) else (value or {})
