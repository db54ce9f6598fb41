"""What expressions read besides answers: the day, the channel, who is there, the options of the body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from parvis.common import clock

CONTEXT_NAMES = frozenset({"today", "now", "channel", "signed_in", "person", "options"})
PERSON = (
    "civility", "first_name", "last_name", "birth_name", "email", "phone", "street", "complement", "postcode", "city",
    "country", "birth_date",
)  # fmt: skip
"""Parts of ``person``: each is a text, empty when it is not known."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where and for whom a form is filled.

    ``channel`` is a code of intake (« web », « phone », « counter »…); ``person`` the profile of who is signed in, by
    part; ``options`` the parameters of the definition; ``at`` is when the form was filled, now if None.
    ``known`` is what the start of the deposit said, by source (« address », « link », « identity »): prefills read it,
    expressions do not.
    """

    channel: str = "web"
    signed_in: bool = False
    person: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return the values under their names; ``today`` and ``now`` (to the minute) are local, as ISO texts."""
        now = timezone.localtime(self.at or clock.now())
        return {
            "today": now.date().isoformat(),
            "now": now.strftime("%Y-%m-%dT%H:%M"),
            "channel": self.channel,
            "signed_in": self.signed_in,
            "person": {**dict.fromkeys(PERSON, ""), **self.person},
            "options": dict(self.options),
        }
