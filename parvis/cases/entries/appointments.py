"""Appointments: proposed, taken, moved, cancelled."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry
from parvis.deadlines.wording import moment_in_words


@kinds.register
class AppointmentProposed(EntryKind):
    """A slot is to be chosen by the person. Facts: appointment."""

    code, label = "appointment_proposed", gettext_lazy("rendez-vous proposé")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Rendez-vous proposé : le créneau est à choisir.")


@kinds.register
class AppointmentTaken(EntryKind):
    """A slot was chosen. Facts: appointment. Personal: starts_at, place."""

    code, label = "appointment_taken", gettext_lazy("rendez-vous pris")
    forgets = ("starts_at", "place")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Rendez-vous pris%(when)s.") % {"when": _when(entry)}


@kinds.register
class AppointmentMoved(EntryKind):
    """Another slot was chosen. Facts: appointment. Personal: starts_at, place."""

    code, label = "appointment_moved", gettext_lazy("rendez-vous déplacé")
    forgets = ("starts_at", "place")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Rendez-vous déplacé%(when)s.") % {"when": _when(entry)}


@kinds.register
class AppointmentCancelled(EntryKind):
    """It will not take place. Facts: appointment, by (agenda, agent, person)."""

    code, label = "appointment_cancelled", gettext_lazy("rendez-vous annulé")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts.get("by") == "person":
            return _("Rendez-vous annulé par la personne.")
        return _("Rendez-vous annulé.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        if entry.facts.get("by") == "person":
            return _("Vous avez annulé ce rendez-vous.")
        return _("Ce rendez-vous est annulé.")


def _when(entry: JournalEntry) -> str:
    """Return « mardi 3 mars 2026 à 10 h, salle 2 », after a colon; "" once it is forgotten."""
    told = entry.personal or {}
    moment = parse_datetime(told.get("starts_at", ""))
    if moment is None:
        return ""
    said = moment_in_words(timezone.localtime(moment), year=True)
    return _(" : %(moment)s") % {"moment": ", ".join(filter(None, (said, told.get("place", ""))))}
