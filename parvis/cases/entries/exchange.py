"""What was said and given."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry


@kinds.register
class MessageWritten(EntryKind):
    """Someone wrote. Facts: message, direction, channel, text_sha256."""

    code, label = "message", gettext_lazy("message")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts["direction"] == "inbound":
            return _("Message de la personne.")
        return _("Réponse envoyée à la personne.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        if entry.facts["direction"] == "inbound":
            return _("Vous nous avez écrit.")
        return _("Nous vous avons écrit.")


@kinds.register
class NoteWritten(EntryKind):
    """An internal note. Facts: message, text_sha256."""

    code, label = "note", gettext_lazy("note interne")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Note interne ajoutée.")


@kinds.register
class PiecesAsked(EntryKind):
    """All missing pieces were asked at once (CRPA L114-5). Facts: request, count, due_on, suspends."""

    code, label = "pieces_asked", gettext_lazy("pièces demandées")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return ngettext("%(count)d pièce demandée.", "%(count)d pièces demandées.", entry.facts["count"]) % {
            "count": entry.facts["count"]
        }


@kinds.register
class PiecesReceived(EntryKind):
    """Pieces asked came in. Facts: request, count, complete."""

    code, label = "pieces_received", gettext_lazy("pièces reçues")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return ngettext("%(count)d pièce reçue.", "%(count)d pièces reçues.", entry.facts["count"]) % {
            "count": entry.facts["count"]
        }
