"""Whether the time limits of an appeal can be opposed to the person (CRPA L112-6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Opposability:
    """Whether limits can be opposed, and why not, in sentences for agent and person alike."""

    opposable: bool
    why_not: tuple[str, ...] = ()


def opposability(
    *,
    acknowledged_on: date | None,
    missing_mentions: Sequence[str] = (),
    decided_on: date | None = None,
    implied_on: date | None = None,
    owed: bool = True,
) -> Opposability:
    """Say whether the limits of an appeal can be opposed to the author of a demand (CRPA L112-6).

    They cannot when no acknowledgement of receipt was given, or when it lacks a mention of R112-5. They can all
    the same when an express decision was notified before an implied one could be born: ``decided_on`` and
    ``implied_on`` are those days; and when no receipt was owed (L112-3, 1° and 2°).
    """
    in_time = decided_on is not None and (implied_on is None or decided_on <= implied_on)
    if not owed or in_time:
        return Opposability(opposable=True)
    if acknowledged_on is None:
        return Opposability(False, (_("L’accusé de réception n’a pas été envoyé."),))
    if missing_mentions:
        said = _("L’accusé de réception n’indique pas : %(mentions)s.")
        return Opposability(False, (said % {"mentions": ", ".join(missing_mentions)},))
    return Opposability(opposable=True)
