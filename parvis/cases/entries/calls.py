"""Calls: the one a case comes from, and those promised to its person."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry
from parvis.deadlines.wording import moment_in_words


@kinds.register
class Called(EntryKind):
    """The case was made from a call. Facts: call, rang_at, answered_at (as the switchboard told them), known (whether
    it did). Personal: number, empty when it was hidden.
    """

    code, label = "called", gettext_lazy("appel")
    public = False
    forgets = ("number",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        taken = entry.facts.get("answered_at") or entry.facts.get("rang_at")
        if not taken:
            return _("Demande née d’un appel du %(number)s.") % {"number": _number(entry)}
        at = moment_in_words(timezone.localtime(datetime.fromisoformat(taken)))
        return _("Demande née d’un appel du %(number)s, le %(at)s.") % {"number": _number(entry), "at": at}


@kinds.register
class CallBackPromised(EntryKind):
    """A call-back was promised. Facts: callback, due_at."""

    code, label = "callback_promised", gettext_lazy("rappel promis")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Rappel promis au plus tard le %(at)s.") % {"at": _promised(entry)}

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous vous appelons au plus tard le %(at)s.") % {"at": _promised(entry)}


@kinds.register
class CallBackMade(EntryKind):
    """What became of a call-back. Facts: callback, gave (reached, absent, dropped). Personal: note."""

    code, label = "callback_made", gettext_lazy("rappel")
    forgets = ("note",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        note = (entry.personal or {}).get("note")
        said = str(_AGENT[entry.facts["gave"]])
        return f"{said} « {note} »" if note else said

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return str(_PERSON[entry.facts["gave"]])


_AGENT = {
    "reached": gettext_lazy("Personne rappelée."),
    "absent": gettext_lazy("Personne rappelée, sans réponse."),
    "dropped": gettext_lazy("Rappel sans objet."),
}
_PERSON = {
    "reached": gettext_lazy("Nous vous avons appelé."),
    "absent": gettext_lazy("Nous vous avons appelé, sans vous joindre."),
    "dropped": gettext_lazy("L’appel prévu n’est plus utile."),
}


def _promised(entry: JournalEntry) -> str:
    return moment_in_words(timezone.localtime(datetime.fromisoformat(entry.facts["due_at"])))


def _number(entry: JournalEntry) -> str:
    return (entry.personal or {}).get("number") or _("numéro masqué")
