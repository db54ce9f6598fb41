"""The person of a case was merged with another, or put apart again; who acts for them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry


@kinds.register
class PersonsMerged(EntryKind):
    """The case goes to who its person was merged into. Facts: merge, origin and to (persons)."""

    code, label = "persons_merged", gettext_lazy("fiches réunies")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La fiche de la personne a été réunie à une autre fiche de la même personne.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Deux fiches à votre nom ont été réunies : cette demande a suivi.")


@kinds.register
class PersonsParted(EntryKind):
    """The case goes back to its own person. Facts: merge, origin and to (persons)."""

    code, label = "persons_parted", gettext_lazy("fiches séparées")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Les deux fiches ont été séparées : la demande revient à la personne qui l’a faite.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Deux fiches réunies par erreur ont été séparées : cette demande vous revient.")
