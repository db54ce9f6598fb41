"""Who treats a case, and how it moves."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry, LegalState, Outcome
from parvis.deadlines.wording import day_in_words


@kinds.register
class Assigned(EntryKind):
    """An agent was put in charge, or nobody any more. Facts: to (agent id or null), name of a public agent."""

    code, label = "assigned", gettext_lazy("attribution")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts.get("to"):
            return _("Confiée à %(name)s.") % {"name": entry.facts["name"]}
        return _("Remise dans la file du service.")


@kinds.register
class Moved(EntryKind):
    """The legal state changed. Facts: origin, to."""

    code, label = "moved", gettext_lazy("changement d’état")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts["to"] == LegalState.WAITING_FOR_PERSON:
            return _("En attente de la personne.")
        return _("État : %(state)s.") % {"state": LegalState(entry.facts["to"]).label}

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        if entry.facts["to"] == LegalState.IN_PROGRESS:
            return _("Un agent examine votre demande.")
        if entry.facts["to"] == LegalState.WAITING_FOR_PERSON:
            return _("Nous attendons votre réponse.")
        return self.to_agent(entry)


@kinds.register
class Transferred(EntryKind):
    """Handed to the competent team (CRPA L114-2). Facts: origin, to, names of both, leaves_body. Personal: reason."""

    code, label = "transferred", gettext_lazy("transmission")
    forgets = ("reason",)

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons transmis votre demande au service compétent : %(to)s.") % {
            "to": entry.facts["to_name"]
        }

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        sentence = _("Transmise de %(origin)s à %(to)s.") % {
            "origin": entry.facts["origin_name"],
            "to": entry.facts["to_name"],
        }
        return f"{sentence} {_reason(entry)}".strip()


@kinds.register
class Rescheduled(EntryKind):
    """The due date changed. Facts: origin, to, cause."""

    code, label = "rescheduled", gettext_lazy("nouvelle échéance")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        origin, to = (_day(entry.facts[name]) for name in ("origin", "to"))
        if not to:
            return _("L’échéance du %(origin)s ne court plus.") % {"origin": origin}
        if not origin:
            return _("L’échéance est fixée au %(to)s.") % {"to": to}
        return _("L’échéance passe du %(origin)s au %(to)s.") % {"origin": origin, "to": to}


def _day(written: str) -> str:
    """Return a day of a journal in words, as it is written when it is none; "" for the dash that stands for none."""
    if written == "–":
        return ""
    try:
        return day_in_words(date.fromisoformat(written))
    except ValueError:
        return written


@kinds.register
class Decided(EntryKind):
    """An express decision was taken. Facts: outcome, decision, author (a public agent's name and capacity)."""

    code, label = "decided", gettext_lazy("décision")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Décision : %(outcome)s, par %(author)s.") % {
            "outcome": Outcome(entry.facts["outcome"]).label,
            "author": entry.facts["author"],
        }


@kinds.register
class Closed(EntryKind):
    """The case ended. Facts: outcome."""

    code, label = "closed", gettext_lazy("clôture")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Demande terminée.")


@kinds.register
class Withdrawn(EntryKind):
    """The person took the demand back."""

    code, label = "withdrawn", gettext_lazy("retrait")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Vous avez retiré votre demande.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La personne a retiré sa demande.")


@kinds.register
class Reopened(EntryKind):
    """A case that had ended is taken up again. Personal: reason."""

    code, label = "reopened", gettext_lazy("reprise")
    forgets = ("reason",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return f"{_('Demande reprise.')} {_reason(entry)}".strip()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons repris l’examen de votre demande.")


@kinds.register
class ServiceAnswered(EntryKind):
    """Agents answered the questions the procedure asks them. Facts: questions (their labels, no answer)."""

    code, label = "service_answered", gettext_lazy("champs du service")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Champs du service remplis : %(questions)s.") % {
            "questions": ", ".join(entry.facts["questions"])
        }


@kinds.register
class VersionMoved(EntryKind):
    """The case passed to another version of its form. Facts: origin, to, kept, converted, lost (counts).

    Personal: converted, lost (answers as they were, in words, by question).
    """

    code, label = "version_moved", gettext_lazy("changement de version")
    public = False
    forgets = ("converted", "lost")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        said = _(
            "Passée de la version %(origin)s à la version %(to)s du formulaire. "
            "Réponses gardées : %(kept)s, converties : %(converted)s, perdues : %(lost)s."
        ) % {name: entry.facts[name] for name in ("origin", "to", "kept", "converted", "lost")}
        lost = (entry.personal or {}).get("lost") or {}
        words = " ; ".join(f"{name} : « {' '.join(text.split())} »" for name, text in lost.items())
        return f"{said} {_('Réponses perdues :')} {words}." if words else said


def _reason(entry: JournalEntry) -> str:
    reason = (entry.personal or {}).get("reason")
    return _("Motif : « %(reason)s ».") % {"reason": reason} if reason else ""
