"""A personal-data breach: notified to the CNIL within 72 hours of learning of it (RGPD, article 33)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.calendars import Calendars
from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, ended_by
from parvis.cases.commitments import Commitment, Step, next_step_at
from parvis.cases.models import ClockState
from parvis.cases.story import Fact, Story
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import moment_in_words

DELAY = timedelta(hours=72)
"""Hours run day and night, week-ends and holidays included: a period in hours is not put off (règlement 1182/71, 3)."""
STEPS: tuple[Step, ...] = (
    {"share": 33, "tell": ["dpo"]},
    {"share": 67, "tell": ["dpo", "managers"]},
    {"share": 92, "tell": ["dpo", "managers"]},
)
"""After a day, two days, and six hours before the end."""


def notification_due(aware_at: datetime) -> datetime:
    """Return by when the CNIL must be told: 72 hours of real time, whatever the change of hour (RGPD, article 33)."""
    return aware_at.astimezone(UTC) + DELAY


@clock_kinds.register
class Breach(ClockKind):
    """Runs from the moment the body learnt of it to the notification, or to what shows that nobody is at risk."""

    code, label = "breach", gettext_lazy("notification à la CNIL")
    deed = gettext_lazy("Notifier la violation de données à la CNIL")
    moved_by = frozenset({"breach_found", "breach_notified", "breach_cleared", "escalated"})
    born_of = frozenset({"breach_found"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock a breach."""
        for found in story.all("breach_found"):
            about, aware_at = found.data["breach"], _aware_at(found)
            due, end = notification_due(aware_at), _end(story, about)
            yield Reckoned(
                kind=self.code,
                about=about,
                started_at=aware_at,
                due_at=due,
                next_step_at=None
                if end
                else next_step_at(
                    story, Commitment({"steps": STEPS}, Calendars()), self.code, about, aware_at, due
                ),
                **(_ended(end, due) if end else {}),
            )

    def steps(self, story: Story, about: str) -> Sequence[Step]:  # noqa: ARG002 - the same for all
        """Return who is warned, and when."""
        return STEPS

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning."""
        found = next(fact for fact in story.all("breach_found") if fact.data["breach"] == about)
        aware_at = timezone.localtime(_aware_at(found))
        said = _(
            "Nous avons appris la violation de données le %(aware)s. La CNIL est prévenue dans les 72 heures, jour et "
            "nuit, au plus tard le %(due)s, sauf si personne n’est en danger."
        )
        due = timezone.localtime(notification_due(aware_at))
        told = [
            sentence(
                "breach",
                "RGPD, art. 33",
                said,
                aware=moment_in_words(aware_at),
                due=moment_in_words(due),
            )
        ]
        end = _end(story, about)
        if end is not None and end.kind == "breach_cleared":
            told.append(
                sentence(
                    "breach-cleared", "RGPD, art. 33", _("Il n’y a pas de risque : elle n’est pas notifiée.")
                )
            )
        return told


def _aware_at(found: Fact) -> datetime:
    return datetime.fromisoformat(found.data["aware_at"])


def _end(story: Story, about: str) -> Fact | None:
    ends = story.all("breach_notified", "breach_cleared")
    return next((fact for fact in ends if fact.data["breach"] == about), None)


def _ended(end: Fact, due: datetime) -> dict[str, Any]:
    if end.kind == "breach_cleared":
        return {"state": ClockState.CANCELLED, "ended_at": end.at}
    told_at = datetime.fromisoformat(end.data["notified_at"])
    return {**ended_by(end, due), "ended_at": told_at, "state": _kept(told_at, due)}


def _kept(told_at: datetime, due: datetime) -> ClockState:
    return ClockState.LATE if told_at > due else ClockState.KEPT
