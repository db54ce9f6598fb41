"""Messages that leave, each with a life of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id


class MessageState(models.TextChoices):
    """Where a message is in its life."""

    QUEUED = "queued", _("à envoyer")
    SENDING = "sending", _("envoi en cours")
    SENT = "sent", _("envoyé")
    KEPT = "kept", _("gardé, sans envoi")
    FAILED = "failed", _("non envoyé, nouvel essai prévu")
    UNDELIVERABLE = "undeliverable", _("impossible à envoyer")
    BOUNCED = "bounced", _("revenu, non remis")


NOT_DELIVERED = frozenset({MessageState.UNDELIVERABLE, MessageState.BOUNCED})


class OutboundMessage(models.Model):
    """One message to one address, by one channel.

    ``about`` is an id given by the room that writes: this one does not read it. ``attachments`` is a list of
    ``{"name", "media_type", "key"}``, whose keys are those of the file storage.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.UUIDField(_("objet concerné"))
    channel = models.CharField(_("moyen"), max_length=20)
    recipient = models.CharField(_("destinataire"), max_length=320)
    sender_name = models.CharField(_("nom de l’expéditeur"), max_length=200, blank=True)
    reply_to = models.EmailField(_("adresse de réponse"), blank=True)
    subject = models.CharField(_("objet"), max_length=250)
    text = models.TextField(_("texte"))
    html = models.TextField(_("texte mis en forme"), blank=True)
    attachments = models.JSONField(_("fichiers joints"), default=list, blank=True)
    state = models.CharField(_("état"), max_length=15, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.CharField(_("dernier incident"), max_length=60, blank=True)
    queued_at = models.DateTimeField(_("écrit le"))
    changed_at = models.DateTimeField(_("état depuis le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("message sortant")
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(fields=["about", "queued_at"], name="outbound_about"),
            models.Index(
                fields=["changed_at"],
                name="outbound_unfinished",
                condition=models.Q(state__in=["queued", "sending", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
