"""Whether the time limits of an appeal can be opposed to the person (CRPA L112-6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from parvis.deadlines.wording import day_in_words


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

    They cannot when no acknowledgement of receipt was given before the implied decision was born, or when it lacks a
    mention of R112-5: who had not been told that silence would decide cannot have known when. They can all
    the same when an express decision was notified before an implied one could be born: ``decided_on`` and
    ``implied_on`` are those days; and when no receipt was owed (L112-3, 1° and 2°).
    """
    in_time = decided_on is not None and (implied_on is None or decided_on <= implied_on)
    if not owed or in_time:
        return Opposability(opposable=True)
    if acknowledged_on is None:
        return Opposability(False, (_("L’accusé de réception n’a pas été envoyé."),))
    if implied_on is not None and acknowledged_on > implied_on:
        said = _(
            "L’accusé de réception n’a été envoyé que le %(day)s, après la fin du délai de réponse, le %(end)s."
        )
        return Opposability(
            False, (said % {"day": day_in_words(acknowledged_on), "end": day_in_words(implied_on)},)
        )
    if missing_mentions:
        said = _("L’accusé de réception n’indique pas : %(mentions)s.")
        return Opposability(False, (said % {"mentions": ", ".join(missing_mentions)},))
    return Opposability(opposable=True)
