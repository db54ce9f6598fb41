"""What was said about a case, and what was attached to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.cases.models.draft import Draft
from parvis.common.ids import new_id
from parvis.documents.models import StoredFile
from parvis.organisations.models import Agent, Organisation


class Direction(models.TextChoices):
    """From whom to whom."""

    INBOUND = "inbound", _("reçu")
    OUTBOUND = "outbound", _("envoyé")
    NOTE = "note", _("note interne")


class Message(models.Model):
    """A message of the person, an answer of the service, or an internal note that the person never sees."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="messages", db_index=False, verbose_name=_("demande")
    )
    direction = models.CharField(_("sens"), max_length=10, choices=Direction)
    channel = models.CharField(_("moyen"), max_length=20, blank=True)
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent"),
    )
    text = models.TextField(_("texte"))
    written_at = models.DateTimeField(_("écrit le"))
    delivery = models.UUIDField(_("envoi"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        indexes = [models.Index(fields=["case", "written_at"], name="message_of_case")]
        ordering = ["written_at"]


class Attachment(models.Model):
    """A file given with a draft, a case or one of its messages. It moves from the draft to the case at deposit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    draft = models.ForeignKey(
        Draft, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("brouillon")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("demande")
    )
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("message")
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("fichier"))
    field_key = models.CharField(_("question"), max_length=100, blank=True)
    is_internal = models.BooleanField(_("réservé aux agents"), default=False)
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("pièce jointe")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False) | models.Q(case__isnull=False),
                name="attachment_belongs",
            )
        ]
