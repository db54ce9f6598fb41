"""What other people asked to sign did."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry


def _name(entry: JournalEntry) -> str:
    return (entry.personal or {}).get("name") or _("une autre personne")


@kinds.register
class CoSignatureAsked(EntryKind):
    """Someone was asked to sign. Facts: question. Personal: name."""

    code, label = "co_signature_asked", gettext_lazy("signature demandée")
    forgets = ("name",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Signature demandée à %(name)s.") % {"name": _name(entry)}


@kinds.register
class CoSigned(EntryKind):
    """Someone asked to sign did. Facts: question. Personal: name, signature."""

    code, label = "co_signed", gettext_lazy("signature donnée")
    forgets = ("name", "signature")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Signature donnée par %(name)s.") % {"name": _name(entry)}


@kinds.register
class CoSignatureRefused(EntryKind):
    """Someone asked to sign will not. Facts: question. Personal: name."""

    code, label = "co_signature_refused", gettext_lazy("signature refusée")
    forgets = ("name",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Signature refusée par %(name)s.") % {"name": _name(entry)}


@kinds.register
class CoSignatureLost(EntryKind):
    """The message that asked someone to sign never arrived. Facts: question. Personal: name."""

    code, label = "co_signature_lost", gettext_lazy("demande de signature non remise")
    forgets = ("name",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("L’e-mail qui demande sa signature à %(name)s n’a pas pu être remis.") % {
            "name": _name(entry)
        }

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads, with what to do."""
        return _(
            "L’e-mail qui demande sa signature à %(name)s n’a pas pu être remis. Écrivez-nous une autre adresse."
        ) % {"name": _name(entry)}
