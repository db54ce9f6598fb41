"""What the columns and activities of a log mean here: a TOML file, documented in ``mappings/wabo-receipt.toml``."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from parvis.cases.models import IntakeChannel, Outcome
from parvis.cases.replay.errors import BadMapping

BUILT_IN = Path(__file__).parent / "mappings"
NEEDED = ("case", "activity", "time")
KNOWN = (*NEEDED, "channel", "department", "team", "person", "requester", "start", "deadline", "end")
MAY_LACK = frozenset({"end", "team", "person", "requester"})


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """A mapping, checked. ``columns`` says the column of each of ``KNOWN``; activities are named as in the log."""

    name: str
    columns: dict[str, str]
    timezone: ZoneInfo
    body: dict[str, str]
    procedure: dict[str, str]
    channels: dict[str, IntakeChannel] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset({""})
    work: frozenset[str] = frozenset()
    sending: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    ends: frozenset[str] = frozenset()
    reasons: dict[str, str] = field(default_factory=dict)

    def knows(self, activity: str) -> bool:
        """Return whether the mapping says what an activity is; others are notes, and reported."""
        lists = (self.work, self.sending, self.asking, self.waiting, self.outcomes, self.ends)
        return any(activity in one for one in lists)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping. Raises BadMapping with what to mend, OSError."""
    try:
        return _mapping(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path.name} is not TOML: {error}") from None
    except (AttributeError, TypeError):
        raise BadMapping(f"{path.name}: a table is written as a value, or the reverse") from None


def mapping_for(columns: set[str]) -> Mapping:
    """Return the ready-made mapping that fits the columns of a first event. Raises BadMapping.

    In XES, an event lacks the attributes that are empty: columns that may be are not asked for.
    """
    for path in sorted(BUILT_IN.glob("*.toml")):
        mapping = read_mapping(path)
        if {column for name, column in mapping.columns.items() if name not in MAY_LACK} <= columns:
            return mapping
    raise BadMapping(
        f"no ready-made mapping fits these columns: {', '.join(sorted(columns))}. Write one after "
        f"parvis/cases/replay/mappings/wabo-receipt.toml, and give it with --mapping"
    )


def _mapping(given: dict[str, Any], name: str) -> Mapping:
    columns, activities = given.get("columns", {}), given.get("activities", {})
    missing = [key for key in NEEDED if not columns.get(key)]
    if missing:
        raise BadMapping(f"[columns] does not name the column of: {', '.join(missing)}")
    unknown = sorted(set(columns) - set(KNOWN))
    if unknown:
        raise BadMapping(f"[columns] knows {', '.join(KNOWN)}, and not {', '.join(unknown)}")
    for table, needed in (("body", ("name", "slug")), ("procedure", ("code", "title"))):
        lacking = [key for key in needed if not given.get(table, {}).get(key)]
        if lacking:
            raise BadMapping(f"[{table}] needs {', '.join(lacking)}")
    return Mapping(
        name=str(given.get("name", name)),
        columns=columns,
        timezone=_timezone(given.get("timezone", "Europe/Paris")),
        body=given["body"],
        procedure=given["procedure"],
        channels={
            key: _one_of(IntakeChannel, value, "channels") for key, value in given.get("channels", {}).items()
        },
        nothing=frozenset({"", *given.get("nothing", [])}),
        work=frozenset(activities.get("work", [])),
        sending=frozenset(activities.get("sending", [])),
        asking=frozenset(activities.get("asking", [])),
        waiting=frozenset(activities.get("waiting", [])),
        outcomes={
            key: _one_of(Outcome, value, "activities.outcomes")
            for key, value in activities.get("outcomes", {}).items()
        },
        ends=frozenset(activities.get("ends", [])),
        reasons=given.get("reasons", {}),
    )


def _one_of(kind: Any, value: str, table: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise BadMapping(f"[{table}] takes {', '.join(kind.values)}, and not {value!r}") from None


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadMapping(f"timezone {name!r} is unknown: write one such as Europe/Paris") from None
