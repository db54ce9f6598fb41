"""A case is born, and its receipt is given."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import IntakeChannel, JournalEntry


@kinds.register
class Received(EntryKind):
    """The deposit was recorded. Facts: channel, version, answers_digest, intake_key."""

    code, label = "received", gettext_lazy("demande reçue")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons reçu votre demande.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Demande reçue (voie : %(channel)s).") % {
            "channel": IntakeChannel(entry.facts["channel"]).label
        }


@kinds.register
class Acknowledged(EntryKind):
    """The receipt of R112-5 was issued. Facts: document, sha256, channel. Personal: recipient."""

    code, label = "acknowledged", gettext_lazy("accusé de réception")
    forgets = ("recipient",)

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        if entry.facts.get("channel") == "email":
            return _("Nous vous avons envoyé l’accusé de réception par e-mail.")
        return _("Votre accusé de réception est prêt.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        recipient = (entry.personal or {}).get("recipient")
        if recipient:
            return _("Accusé de réception envoyé à %(recipient)s.") % {"recipient": recipient}
        return _("Accusé de réception établi.")


@kinds.register
class Delivered(EntryKind):
    """What became of a sending. Facts: message, state."""

    code, label = "delivered", gettext_lazy("suivi d’envoi")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        if entry.facts["state"] == "sent":
            return _("L’e-mail est parti.")
        return _("L’e-mail n’a pas pu être remis. Joignez la personne par un autre moyen.")
