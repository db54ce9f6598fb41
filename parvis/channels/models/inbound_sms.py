"""SMS that came, in one or several parts, kept as providers told them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.channels.models.sending import Provider
from parvis.common.ids import new_id
from parvis.organisations.models import Organisation


class SmsState(models.TextChoices):
    """Where an SMS is in its life."""

    RECEIVED = "received", _("à lire")
    SORTED = "sorted", _("classé")
    WAITING = "waiting", _("à trier")


class SmsFate(models.TextChoices):
    """What became of an SMS."""

    NEW_CASE = "new_case", _("nouvelle demande")
    REPLY = "reply", _("réponse à une demande")
    STOP = "stop", _("ne veut plus de SMS")
    START = "start", _("veut de nouveau des SMS")
    TRIAGE = "triage", _("à trier")


class InboundSms(models.Model):
    """One SMS. ``parts`` are its texts by their rank, from "1"; it is whole when there are ``total`` of them.

    ``reference`` is the provider's: told twice, it is one SMS. ``about`` is what it was sorted into, ``written`` the
    message it made there; ``teams`` those who see it until then. One that says STOP or START is the proof
    of that choice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+", verbose_name=_("prestataire"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    reference = models.CharField(_("référence du prestataire"), max_length=120)
    sender = models.CharField(_("expéditeur"), max_length=32)
    parts = models.JSONField(_("parties"), default=dict)
    total = models.PositiveSmallIntegerField(_("nombre de parties"), default=1)
    received_at = models.DateTimeField(_("reçu le"))
    state = models.CharField(_("état"), max_length=10, choices=SmsState, default=SmsState.RECEIVED)
    fate = models.CharField(_("devenu"), max_length=20, choices=SmsFate, blank=True)
    reason = models.CharField(_("raison"), max_length=60, blank=True)
    about = models.UUIDField(_("objet concerné"), null=True, blank=True)
    written = models.UUIDField(_("message écrit"), null=True, blank=True)
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services qui trient"), default=list)
    sorted_at = models.DateTimeField(_("classé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("SMS reçu")
        ordering = ["-received_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["provider", "reference"], name="sms_told_once")]
        indexes = [
            models.Index(fields=["about"], name="sms_about"),
            models.Index(fields=["state", "received_at"], name="sms_to_sort"),
        ]

    def __str__(self) -> str:
        return f"SMS {self.pk}"

    @property
    def is_whole(self) -> bool:
        """Return whether every part came."""
        return len(self.parts) >= self.total

    @property
    def text(self) -> str:
        """Return the parts in their order; « […] » stands for one that never came."""
        return "".join(str(self.parts.get(str(rank), "[…]")) for rank in range(1, self.total + 1))
