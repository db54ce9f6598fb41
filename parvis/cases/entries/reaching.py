"""Persons whom no message reached, and how they were reached after all; how they want to be answered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry
from parvis.people.models import PreferredChannel


@kinds.register
class Unreached(EntryKind):
    """A person is to be reached by an agent. Facts: message whose every electronic way failed, letter (one leaves by
    itself); or call (the notice of which they want to be called), or lacks (what keeps a letter from leaving).
    """

    code, label = "unreached", gettext_lazy("personne non jointe")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts.get("call"):
            return _("La personne veut être appelée : appelez-la pour lui dire la suite.")
        if entry.facts.get("lacks"):
            return _(
                "La décision doit partir par courrier et l’adresse manque : demandez l’adresse à la personne, ou "
                "son accord aux échanges électroniques."
            )
        if entry.facts.get("letter"):
            return _(
                "Aucun message électronique n’arrive à la personne : une lettre part. À vérifier avec elle."
            )
        return _("Aucun message n’arrive à la personne. Joignez-la par un autre moyen.")


@kinds.register
class Reached(EntryKind):
    """An agent reached the person another way. Facts: way. Personal: note."""

    code, label = "reached", gettext_lazy("personne jointe")
    public = False
    forgets = ("note",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        note = (entry.personal or {}).get("note")
        return _("Personne jointe : %(note)s.") % {"note": note} if note else _("Personne jointe.")


@kinds.register
class ChannelChosen(EntryKind):
    """An agent noted how the person wants to be answered. Facts: preferred, consents. Personal: proof."""

    code, label = "channel_chosen", gettext_lazy("moyen de contact choisi")
    forgets = ("proof",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La personne veut être jointe par : %(channel)s.") % {"channel": _preferred(entry)}

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Vous avez choisi d’être joint par : %(channel)s.") % {"channel": _preferred(entry)}


def _preferred(entry: JournalEntry) -> str:
    code = str(entry.facts.get("preferred", ""))
    return str(PreferredChannel(code).label) if code in PreferredChannel.values else code
