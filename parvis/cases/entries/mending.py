"""What is put right: defects of form to mend, corrections of the person, demands sent elsewhere."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry
from parvis.cases.numbers import say_number


@kinds.register
class MendAsked(EntryKind):
    """The person was invited to mend a defect of form (CRPA L114-6). Facts: request, count, due_on."""

    code, label = "mend_asked", gettext_lazy("correction demandée")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Correction de forme demandée à la personne (CRPA L114-6).")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous vous avons invité à corriger la forme de votre demande.")


@kinds.register
class Mended(EntryKind):
    """The person mended it. Facts: request, complete."""

    code, label = "mended", gettext_lazy("forme corrigée")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La personne a corrigé la forme de sa demande.")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Vous avez corrigé la forme de votre demande.")


@kinds.register
class Corrected(EntryKind):
    """A correction of the answers applies. Facts: version, answers_sha256, questions (those changed)."""

    code, label = "corrected", gettext_lazy("réponses corrigées")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        count = len(entry.facts["questions"])
        said = ngettext(
            "Version %(version)s : %(count)d réponse corrigée (CRPA L123-1). Les délais ne changent pas.",
            "Version %(version)s : %(count)d réponses corrigées (CRPA L123-1). Les délais ne changent pas.",
            count,
        )
        return said % {"version": entry.facts["version"], "count": count}

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Votre correction est enregistrée. Les délais ne changent pas.")


@kinds.register
class CorrectionProposed(EntryKind):
    """The person proposed a correction while the demand was examined. Facts: correction."""

    code, label = "correction_proposed", gettext_lazy("correction proposée")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("La personne propose une correction : acceptez-la ou dites pourquoi non (CRPA L123-1).")

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Vous avez proposé une correction. Le service la regarde.")


@kinds.register
class CorrectionRefused(EntryKind):
    """The service did not take a correction. Facts: correction. Personal: reason."""

    code, label = "correction_refused", gettext_lazy("correction non retenue")
    forgets = ("reason",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        reason = (entry.personal or {}).get("reason", "")
        return f"{_('Correction non retenue.')} {reason}".strip().rstrip(".") + "."

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        reason = (entry.personal or {}).get("reason", "")
        said = _("Le service n’a pas retenu votre correction : %(reason)s") % {"reason": reason}
        return said.strip().rstrip(".: \u00a0") + "."


@kinds.register
class TransferredOut(EntryKind):
    """Handed to a body outside the platform (CRPA L114-2). Facts: to_name, channel. Personal: reason."""

    code, label = "transferred_out", gettext_lazy("transmission hors de la plateforme")
    forgets = ("reason",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        reason = (entry.personal or {}).get("reason")
        said = _("Transmise hors de la plateforme à %(to)s.") % {"to": entry.facts["to_name"]}
        why = _("Motif : « %(reason)s ».") % {"reason": reason} if reason else ""
        return f"{said} {why}".strip()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons transmis votre demande à l’organisme compétent : %(to)s.") % {
            "to": entry.facts["to_name"]
        }


@kinds.register
class SentOut(EntryKind):
    """The whole file left for the other body, or is ready to be posted. Facts: document, channel, files, number."""

    code, label = "sent_out", gettext_lazy("dossier transmis")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts["channel"] == "parvis":
            return _("Le dossier est reçu par l’autre organisme, sous le numéro %(number)s.") % {
                "number": say_number(entry.facts.get("number", ""))
            }
        if entry.facts["channel"] == "email":
            return _("Le dossier est parti par e-mail, avec la date de première réception.")
        return _("Le dossier est prêt : imprimez-le et postez-le, avec ses pièces.")
