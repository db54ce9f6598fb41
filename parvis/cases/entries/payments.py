"""Payments: asked, received, refused, doubtful. Amounts are in cents of euro."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry
from parvis.cases.payment_kinds import euros


@kinds.register
class PaymentAsked(EntryKind):
    """A payment was asked of the person. Facts: payment, amount, means."""

    code, label = "payment_asked", gettext_lazy("paiement demandé")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Paiement demandé : %(amount)s.") % {"amount": euros(entry.facts.get("amount", 0))}


@kinds.register
class PaymentReceived(EntryKind):
    """A payment came: its receipt. Facts: payment, amount, means, how, reference."""

    code, label = "payment_received", gettext_lazy("paiement reçu")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        said = {"amount": euros(entry.facts.get("amount", 0)), "reference": entry.facts.get("reference", "")}
        if said["reference"]:
            return _("Paiement de %(amount)s reçu, référence %(reference)s.") % said
        return _("Paiement de %(amount)s reçu.") % said


@kinds.register
class PaymentFailed(EntryKind):
    """A payment was refused or given up. Facts: payment, amount, means."""

    code, label = "payment_failed", gettext_lazy("paiement refusé")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Le paiement de %(amount)s n’a pas abouti.") % {
            "amount": euros(entry.facts.get("amount", 0))
        }


@kinds.register
class PaymentDoubtful(EntryKind):
    """A payment came twice, or of another amount. Facts: payment, amount, means, why (twice, amount)."""

    code, label = "payment_doubtful", gettext_lazy("paiement à vérifier")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        said = {"amount": euros(entry.facts.get("amount", 0))}
        if entry.facts.get("why") == "twice":
            return _("Le paiement de %(amount)s est venu deux fois : remboursez-en un.") % said
        return _("Le service de paiement annonce un autre montant que %(amount)s : vérifiez.") % said
