"""A case is born, and its receipt is given."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import IntakeChannel, JournalEntry
from parvis.people.models import PreferredChannel


@kinds.register
class Received(EntryKind):
    """The deposit was recorded. Facts: channel, version, answers_digest, intake_key, identity (by, level, name), said
    (preferred, consents).
    """

    code, label = "received", gettext_lazy("demande reçue")
    forgets = ()

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Nous avons reçu votre demande.")

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        received = _("Demande reçue (voie : %(channel)s).") % {
            "channel": IntakeChannel(entry.facts["channel"]).label
        }
        said = entry.facts.get("said")
        return " ".join(
            [received, *identity_words(entry.facts.get("identity")), *([contact_words(said)] if said else [])]
        )


LEVELS = {
    "eidas1": gettext_lazy("niveau de garantie faible"),
    "eidas2": gettext_lazy("niveau de garantie substantiel"),
    "eidas3": gettext_lazy("niveau de garantie élevé"),
}
"""Levels of assurance of the regulation (EU) 910/2014 (eIDAS), article 8, as providers write them."""


def identity_words(identity: dict[str, str] | None) -> list[str]:
    """Return what agents read of a proved identity: by whom, how surely, whether the demand says the same name."""
    if not identity:
        return []
    level = str(LEVELS.get(identity.get("level", ""), identity.get("level", "")))
    by = f"{identity['by']} ({level})" if level else identity["by"]
    said = [_("Identité prouvée par %(provider)s.") % {"provider": by}]
    if identity.get("name") == "same":
        said.append(_("Le nom écrit dans la demande est le même."))
    elif identity.get("name") == "other":
        said.append(_("Le nom écrit dans la demande est un autre."))
    return said


def contact_words(said: dict[str, Any]) -> str:
    """Return how the person asked to be answered when they sent their demand."""
    code = str(said.get("preferred", ""))
    channel = PreferredChannel(code).label if code in PreferredChannel.values else code
    if said.get("consents"):
        return _("Réponse demandée par %(channel)s, décision acceptée par voie électronique.") % {
            "channel": channel
        }
    return _("Réponse demandée par %(channel)s.") % {"channel": channel}


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


_SENT = {
    "sent": {
        "email": gettext_lazy("L’e-mail est parti."),
        "sms": gettext_lazy("Le SMS est parti."),
        "post": gettext_lazy("La lettre est partie."),
    },
    "received": {
        "email": gettext_lazy("L’e-mail a été remis."),
        "sms": gettext_lazy("Le SMS a été reçu."),
        "post": gettext_lazy("La lettre a été distribuée."),
    },
    "lost": {
        "email": gettext_lazy("L’e-mail n’a pas pu être remis."),
        "sms": gettext_lazy("Le SMS n’a pas pu être remis."),
        "post": gettext_lazy("La lettre est revenue."),
    },
}


@kinds.register
class Delivered(EntryKind):
    """What became of a sending. Facts: message, state, channel (an e-mail when not said)."""

    code, label = "delivered", gettext_lazy("suivi d’envoi")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        state = {"sent": "sent", "received": "received"}.get(entry.facts["state"], "lost")
        return str(_SENT[state].get(entry.facts.get("channel", "email"), _SENT[state]["email"]))
