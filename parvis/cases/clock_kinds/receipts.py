"""Receipts of electronic demands: at once, else a registration receipt, then the acknowledgement (CRPA L112-11)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.story import Story, day_of
from parvis.deadlines.receipts import acknowledgement_due, registration_receipt_due
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import day_in_words

_MOVED_BY = frozenset({"received", "transferred", "acknowledged"})


class _Receipt(ClockKind):
    """What both receipts share: they run from the seizure of the competent body until one was given."""

    def due(self, story: Story) -> date:
        """Return the last day to give it."""
        raise NotImplementedError

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of an electronic demand to which a receipt is owed."""
        if not story.is_electronic or story.facts[0].data.get("receipt_owed") is False:
            return
        due_on, given = self.due(story), story.first("acknowledged")
        end = ended_by(given, end_of(due_on)) if given else stopped_by(story)
        yield Reckoned(
            kind=self.code, started_at=_seized_at(story), due_on=due_on, due_at=end_of(due_on), **end
        )


def _seized_at(story: Story) -> datetime:
    """Return when the body that owed the receipt was seized: the first one, if it gave it before forwarding."""
    given = story.first("acknowledged")
    return story.received_at if given and given.at < story.seized_at else story.seized_at


@clock_kinds.register
class RegistrationReceipt(_Receipt):
    """The registration receipt (accusé d’enregistrement), when the acknowledgement cannot leave at once."""

    code, label = "registration", gettext_lazy("accusé d’enregistrement")
    deed = gettext_lazy("Envoyer l’accusé d’enregistrement")
    moved_by = _MOVED_BY

    def due(self, story: Story) -> date:
        """Return the last day: one working day."""
        return registration_receipt_due(day_of(_seized_at(story)), territory=story.territory)

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning."""
        said = _(
            "Une demande faite en ligne est confirmée tout de suite, et au plus tard le jour ouvré suivant : le "
            "%(day)s."
        )
        return [sentence("registration", "CRPA R112-11-1", said, day=day_in_words(self.due(story)))]


@clock_kinds.register
class Acknowledgement(_Receipt):
    """The acknowledgement of receipt (accusé de réception)."""

    code, label = "receipt", gettext_lazy("accusé de réception")
    deed = gettext_lazy("Envoyer l’accusé de réception")
    moved_by = _MOVED_BY

    def due(self, story: Story) -> date:
        """Return the last day: ten days."""
        return acknowledgement_due(day_of(_seized_at(story)))

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning."""
        said = _("L’accusé de réception est envoyé dans les dix jours, au plus tard le %(day)s.")
        return [sentence("receipt", "CRPA L112-11, R112-11-2", said, day=day_in_words(self.due(story)))]
