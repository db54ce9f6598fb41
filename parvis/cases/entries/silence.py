"""What silence decided, and what is owed after it (CRPA L231-1, L231-4, L232-3, L232-4)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry, Outcome
from parvis.deadlines.wording import day_in_words


@kinds.register
class ImpliedDecision(EntryKind):
    """An implied decision was born, by nobody. Facts: outcome, born_on."""

    code, label = "implied", gettext_lazy("décision implicite")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        facts = {"day": day_in_words(date.fromisoformat(entry.facts["born_on"]))}
        if entry.facts["outcome"] == Outcome.IMPLIED_GRANTED:
            return (
                _("Sans réponse de notre part, votre demande est acceptée depuis la fin du %(day)s.") % facts
            )
        return (
            _(
                "Sans réponse de notre part, votre demande est considérée comme refusée depuis la fin du %(day)s."
            )
            % facts
        )

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        facts = {"day": day_in_words(date.fromisoformat(entry.facts["born_on"]))}
        if entry.facts["outcome"] == Outcome.IMPLIED_GRANTED:
            return _("Décision implicite d’acceptation, née à la fin du %(day)s.") % facts
        return _("Décision implicite de rejet, née à la fin du %(day)s.") % facts


@kinds.register
class AttestationAsked(EntryKind):
    """The person asked for the attestation of an implied acceptance (L232-3)."""

    code, label = "attestation_asked", gettext_lazy("attestation demandée")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Vous avez demandé une attestation de l’acceptation.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La personne a demandé une attestation de l’acceptation.")


@kinds.register
class Attested(EntryKind):
    """The attestation was issued. Facts: document, sha256."""

    code, label = "attested", gettext_lazy("attestation")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Attestation d’acceptation établie.")


@kinds.register
class ReasonsAsked(EntryKind):
    """The person asked for the reasons of an implied rejection (L232-4)."""

    code, label = "reasons_asked", gettext_lazy("raisons demandées")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Vous avez demandé les raisons du refus. Nous vous les devons dans le mois.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La personne a demandé les raisons du refus : à donner dans le mois (CRPA L232-4).")


@kinds.register
class ReasonsGiven(EntryKind):
    """The reasons of an implied rejection were given. Facts: message."""

    code, label = "reasons_given", gettext_lazy("raisons données")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Raisons du refus données à la personne.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous vous avons donné les raisons du refus.")
