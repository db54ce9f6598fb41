"""What happens to persons, told to the rooms above."""

from dataclasses import dataclass
from uuid import UUID

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """What a person is found by changed: name, address, number, birth date."""

    person_id: UUID
