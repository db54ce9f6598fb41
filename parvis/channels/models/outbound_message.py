"""Messages that leave, each with a life of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.channels.models.print_batch import PrintBatch
from parvis.channels.models.sending import Provider
from parvis.common.ids import new_id
from parvis.organisations.models import Organisation


class MessageState(models.TextChoices):
    """Where a message is in its life."""

    QUEUED = "queued", _("à envoyer")
    SENDING = "sending", _("envoi en cours")
    TO_PRINT = "to_print", _("à imprimer")
    SENT = "sent", _("envoyé")
    DELIVERED = "delivered", _("remis")
    KEPT = "kept", _("gardé, sans envoi")
    FAILED = "failed", _("non envoyé, nouvel essai prévu")
    UNDELIVERABLE = "undeliverable", _("impossible à envoyer")
    BOUNCED = "bounced", _("revenu, non remis")


NOT_DELIVERED = frozenset({MessageState.UNDELIVERABLE, MessageState.BOUNCED})


class OutboundMessage(models.Model):
    """One message to one address, by one channel.

    ``about`` is an id given by the room that writes: this one does not read it. ``attachments`` is a list of
    ``{"name", "media_type", "key"}``, whose keys are those of the file storage. ``written`` is the message before any
    channel drew it (``registry.Written``), ``ways`` the other ways to its person, tried in this order when this one
    fails: ``followed_by`` is then the next try. ``purpose`` is what it is, in a word (« receipt », « answer »…);
    ``binding`` when it carries a time limit. ``provider`` carried it, under its own ``reference``, in ``parts``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.UUIDField(_("objet concerné"))
    channel = models.CharField(_("moyen"), max_length=20)
    recipient = models.CharField(_("destinataire"), max_length=600)
    sender_name = models.CharField(_("nom de l’expéditeur"), max_length=200, blank=True)
    reply_to = models.EmailField(_("adresse de réponse"), blank=True)
    subject = models.CharField(_("objet"), max_length=250)
    text = models.TextField(_("texte"))
    html = models.TextField(_("texte mis en forme"), blank=True)
    attachments = models.JSONField(_("fichiers joints"), default=list, blank=True)
    state = models.CharField(_("état"), max_length=15, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.CharField(_("dernier incident"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("organisme"),
    )
    purpose = models.CharField(_("nature"), max_length=30, blank=True, default="", db_default="")
    binding = models.BooleanField(_("fait partir un délai"), default=False, db_default=False)
    registered = models.BooleanField(_("recommandé"), default=False, db_default=False)
    written = models.JSONField(
        _("rédaction"), default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    ways = models.JSONField(
        _("autres moyens"), default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    followed_by = models.UUIDField(_("relayé par"), null=True, blank=True)
    provider = models.ForeignKey(
        Provider,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("prestataire"),
    )
    reference = models.CharField(
        _("référence du prestataire"), max_length=100, blank=True, default="", db_default=""
    )
    parts = models.PositiveSmallIntegerField(_("parties"), default=0, db_default=0)
    batch = models.ForeignKey(
        PrintBatch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("lot à imprimer"),
    )
    queued_at = models.DateTimeField(_("écrit le"))
    changed_at = models.DateTimeField(_("état depuis le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("remis le"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ouvert le"), null=True, blank=True)

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
            models.Index(fields=["organisation", "-queued_at"], name="outbound_of_body"),
            models.Index(
                fields=["provider", "reference"],
                name="outbound_reference",
                condition=~models.Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
