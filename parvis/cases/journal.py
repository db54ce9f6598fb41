"""The journal's one door: kinds of entries, recording, verification.

Each kind is a class in ``cases/entries/`` that says how it is shown to the person, how to the agent, and what it
forgets. Entries of one change are chained in memory and written together by ``services.saving``.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

from parvis.cases.models import Case, JournalEntry
from parvis.common import actor, clock
from parvis.common.journal import GENESIS, digest, link
from parvis.common.postgresql.compiled import Compiled, among, hole
from parvis.common.registry import Registry


class EntryKind:
    """A kind of thing that can happen to a case."""

    code: ClassVar[str]
    label: ClassVar[Any]
    public: ClassVar[bool] = True
    forgets: ClassVar[tuple[str, ...] | None] = None
    """Keys of ``personal`` erased when the case is anonymised. No default: each kind must answer, with () if none."""

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads. Only called for public kinds."""
        return self.to_agent(entry)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        raise NotImplementedError

    def erase(self, personal: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept of the personal part once the case is anonymised."""
        return {key: value for key, value in personal.items() if key not in (self.forgets or ())}


kinds: Registry[EntryKind] = Registry(EntryKind, package="parvis.cases.entries")


def record(
    case: Case,
    kind: str,
    *,
    facts: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> JournalEntry:
    """Chain an entry onto a case that is locked or being born; ``services.saving`` writes it.

    ``facts`` holds ids, codes and dates only; whatever tells about a person goes to ``personal``.
    """
    who = actor.current()
    now = clock.now()
    salt = secrets.token_hex(16) if personal else ""
    entry = JournalEntry(
        organisation_id=case.organisation_id,
        case_id=case.pk,
        position=case.journal_length + 1,
        kind=kinds.get(kind).code,
        at=at or now,
        recorded_at=now,
        agent_id=who.agent,
        by=_author(who),
        facts=facts or {},
        personal=personal or None,
        personal_salt=salt,
        personal_digest=digest(personal, salt=salt) if personal else "",
        previous_hash=case.journal_head,
    )
    entry.hash = link(entry.previous_hash, hashed_content(entry))
    case.journal_head, case.journal_length = entry.hash, entry.position
    pending(case).append(entry)
    return entry


def pending(case: Case) -> list[JournalEntry]:
    """Return the entries of this case chained but not yet written."""
    entries: list[JournalEntry] = case.__dict__.setdefault("_pending_entries", [])
    return entries


def written(case: Case) -> list[JournalEntry]:
    """Return the entries of a case in the database, oldest first, with their agents; read again once one is added."""
    known = _known(case)
    if known is None:
        known = case.__dict__["_written_entries"] = _entries.all(case=case.pk)
    return known


def told(case: Case, *wanted: str) -> list[JournalEntry]:
    """Return the entries of these kinds in the database, oldest first: those read already, or what they tell alone."""
    known = _known(case)
    if known is not None:
        return [entry for entry in known if entry.kind in wanted]
    return _telling.all(case=case.pk, kinds=list(wanted))


_entries = Compiled(
    lambda: JournalEntry.objects.filter(case=hole("case")).select_related("agent").order_by("position")
)
_telling = Compiled(
    lambda: (
        JournalEntry.objects.filter(among("kind", hole("kinds")), case=hole("case"))
        .only("kind", "at", "facts", "position")
        .order_by("position")
    )
)


def _known(case: Case) -> list[JournalEntry] | None:
    """Return the entries read before, None when there are more by now."""
    known: list[JournalEntry] | None = case.__dict__.get("_written_entries")
    is_whole = known is not None and len(known) == case.journal_length - len(pending(case))
    return known if is_whole else None


def hashed_content(entry: JournalEntry) -> dict[str, Any]:
    """Return what the hash of an entry covers: all of it, save what may be erased."""
    return {
        "case": str(entry.case_id),
        "position": entry.position,
        "kind": entry.kind,
        "at": _utc(entry.at),
        "recorded_at": _utc(entry.recorded_at),
        "agent": entry.agent_id,
        "by": entry.by,
        "facts": entry.facts,
        "personal": entry.personal_digest,
    }


def first_break(case: Case, entries: Iterable[JournalEntry]) -> int | None:
    """Return the position of the first entry that was tampered with, 0 if some were cut off, None if all is well."""
    previous, position = GENESIS, 0
    for entry in entries:
        position += 1
        if entry.position != position or entry.previous_hash != previous:
            return position
        if entry.hash != link(previous, hashed_content(entry)) or not _personal_intact(entry):
            return position
        previous = entry.hash
    return None if (previous, position) == (case.journal_head, case.journal_length) else 0


def _personal_intact(entry: JournalEntry) -> bool:
    if (
        entry.personal is None or not entry.personal_salt
    ):  # nothing personal, or erased: the salt went with it
        return True
    return digest(entry.personal, salt=entry.personal_salt) == entry.personal_digest


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _author(who: actor.Actor) -> str:
    if who.agent:
        return "agent"
    if who.system:
        return "system"
    return who.label or "person"
