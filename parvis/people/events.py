"""What happens to persons, told to the rooms above."""

from dataclasses import dataclass
from uuid import UUID

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """What a person is found by changed: name, address, number, birth date."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonsMerged(Event):
    """Two persons are one: what is ``absorbed``'s goes to ``kept``, noted on the merge (``merging.keep_moved``)."""

    merge_id: UUID
    kept_id: UUID
    absorbed_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonsParted(Event):
    """A merge is undone: what moved goes back from ``kept`` (who holds it now) to ``absorbed``."""

    merge_id: UUID
    kept_id: UUID
    absorbed_id: UUID
