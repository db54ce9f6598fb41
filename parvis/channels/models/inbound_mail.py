"""Mails that came, kept as they are before anyone reads them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.channels.models.mail_address import MailAddress
from parvis.channels.models.mailbox import Mailbox
from parvis.common.ids import new_id
from parvis.organisations.models import Organisation


class MailState(models.TextChoices):
    """Where a mail is in its life."""

    RECEIVED = "received", _("à lire")
    SORTED = "sorted", _("classé")
    WAITING = "waiting", _("à trier")
    PARKED = "parked", _("mis de côté")
    DISMISSED = "dismissed", _("écarté")


class MailFate(models.TextChoices):
    """What became of a mail."""

    NEW_CASE = "new_case", _("nouvelle demande")
    REPLY = "reply", _("réponse à une demande")
    BOUNCE = "bounce", _("message non remis")
    AUTOMATIC = "automatic_answer", _("réponse automatique")
    READ_RECEIPT = "read_receipt", _("accusé de lecture")
    REPORT = "report", _("plainte d’un fournisseur")
    MAILING_LIST = "mailing_list", _("liste de diffusion")
    LOOP = "loop", _("boucle")
    DUPLICATE = "duplicate", _("déjà reçu")
    TRIAGE = "triage", _("à trier")
    DISMISSED = "dismissed", _("écarté")


class InboundMail(models.Model):
    """One mail as it came: its source is in the file storage under ``key`` and never changes.

    ``about`` is the id of what it was sorted into, given by the room above; ``teams`` are those who see it until then.
    ``written`` is the message that it made there.
    ``identity`` is what two copies of a mail share; ``reason`` a short stable code. ``attempts`` counts readings begun,
    ``replays`` those asked by someone. A mail of no known address has no body: the platform's reception sorts it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("organisme"),
    )
    address = models.ForeignKey(
        MailAddress, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("adresse")
    )
    mailbox = models.ForeignKey(
        Mailbox,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("boîte"),
    )
    uid_validity = models.BigIntegerField(_("validité des numéros"), null=True, blank=True)
    uid = models.BigIntegerField(_("numéro dans la boîte"), null=True, blank=True)
    key = models.CharField(_("clé dans le stockage"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte SHA-256"), max_length=64)
    envelope_from = models.CharField(_("expéditeur de l’enveloppe"), max_length=320, null=True, blank=True)  # noqa: DJ001 - "" says « nobody », null « not told »
    envelope_to = models.JSONField(_("destinataires de l’enveloppe"), default=list, blank=True)
    received_at = models.DateTimeField(_("reçu le"))
    state = models.CharField(_("état"), max_length=10, choices=MailState, default=MailState.RECEIVED)
    fate = models.CharField(_("devenu"), max_length=20, choices=MailFate, blank=True)
    reason = models.CharField(_("raison"), max_length=60, blank=True)
    about = models.UUIDField(_("objet concerné"), null=True, blank=True)
    written = models.UUIDField(_("message écrit"), null=True, blank=True)
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services qui trient"), default=list)
    sender = models.CharField(_("expéditeur"), max_length=320, blank=True)
    sender_name = models.CharField(_("nom de l’expéditeur"), max_length=200, blank=True)
    subject = models.CharField(_("objet"), max_length=250, blank=True)
    message_id = models.CharField(_("identifiant du message"), max_length=250, blank=True)
    identity = models.CharField(_("identité"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("lectures"), default=0)
    replays = models.PositiveSmallIntegerField(_("relectures demandées"), default=0)
    sorted_at = models.DateTimeField(_("classé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail reçu")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "uid_validity", "uid"],
                condition=models.Q(uid__isnull=False),
                name="mail_fetched_once",
            )
        ]
        indexes = [
            models.Index(fields=["identity"], name="mail_identity"),
            models.Index(fields=["message_id"], name="mail_message_id"),
            models.Index(fields=["about", "received_at"], name="mail_about"),
            models.Index(fields=["state", "-received_at"], name="mail_to_sort"),
        ]

    def __str__(self) -> str:
        return f"e-mail {self.pk}"
