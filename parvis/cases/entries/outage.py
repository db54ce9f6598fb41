"""Failures of the service, as the journal of a case tells them."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry
from parvis.deadlines.wording import day_in_words


@kinds.register
class OutageMoved(EntryKind):
    """An outage moved deadlines of the person. Facts: outage, since, until, told, moved (kind, about, to)."""

    code, label = "outage", gettext_lazy("délais déplacés par une panne")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _(
            "Notre service en ligne était en panne %(days)s. Vos derniers jours qui tombaient pendant la panne sont "
            "repoussés."
        ) % {"days": _days(entry)}

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Panne du service %(days)s : les délais de la personne qui y tombaient sont déplacés.") % {
            "days": _days(entry)
        }


@kinds.register
class OutageDismissed(EntryKind):
    """An outage was closed as an error before the person was told of it. Facts: outage."""

    code, label = "outage_dismissed", gettext_lazy("panne écartée")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _(
            "Panne écartée comme une erreur avant que la personne soit prévenue : ses délais reviennent."
        )


@kinds.register
class OutageReported(EntryKind):
    """The case was tied to the outage it reports. Facts: outage."""

    code, label = "outage_reported", gettext_lazy("panne signalée")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _(
            "Votre demande est liée à une panne que nous connaissons. Nous vous écrirons quand elle sera finie."
        )

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Demande liée à la panne n° %(outage)s, qu’elle signale.") % {
            "outage": entry.facts["outage"]
        }


@kinds.register
class OutageOver(EntryKind):
    """The outage that the case reports is over. Facts: outage."""

    code, label = "outage_over", gettext_lazy("panne finie")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("La panne que vous avez signalée est finie. Nous vous l’avons écrit.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Panne n° %(outage)s finie : la personne est prévenue.") % {"outage": entry.facts["outage"]}


@kinds.register
class OutageCertified(EntryKind):
    """A certificate of outage was issued. Facts: outage, document, sha256."""

    code, label = "outage_certified", gettext_lazy("attestation de panne")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Attestation de panne établie à la demande de la personne.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Votre attestation de panne est prête.")


def _days(entry: JournalEntry) -> str:
    since, until = (date.fromisoformat(entry.facts[name]) for name in ("since", "until"))
    if since == until:
        return _("le %(day)s") % {"day": day_in_words(since)}
    return _("du %(since)s au %(until)s") % {"since": day_in_words(since), "until": day_in_words(until)}
