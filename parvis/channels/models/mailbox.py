"""Boxes that are read by IMAP, and how each fares."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.channels.models.mail_address import MailAddress
from parvis.organisations.models import Organisation


class Security(models.TextChoices):
    """How the connection to a box is protected."""

    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("aucune (réseau interne)")


class Afterwards(models.TextChoices):
    """What is done of a mail in its box, once it is kept here."""

    LEAVE = "leave", _("laisser dans la boîte, marqué comme lu")
    MOVE = "move", _("déplacer dans un autre dossier")
    DELETE = "delete", _("supprimer de la boîte")


class Mailbox(models.Model):
    """An account on a mail server, read regularly.

    ``secret_name`` names the variable of the environment that holds the password; else ``secret`` holds it, encrypted.
    ``uid_validity`` and ``last_uid`` say what was read (RFC 9051, 2.3.1.1): they are written in the transaction that
    keeps the mails, so that a stop in the middle loses nothing and doubles nothing.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mailboxes", verbose_name=_("organisme")
    )
    default_address = models.ForeignKey(
        MailAddress,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mailboxes",
        verbose_name=_("adresse des messages qui n’en nomment aucune"),
    )
    name = models.CharField(_("nom"), max_length=100)
    host = models.CharField(_("serveur"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("protection"), max_length=10, choices=Security, default=Security.TLS)
    login = models.CharField(_("identifiant"), max_length=254)
    secret = models.TextField(_("mot de passe chiffré"), blank=True)
    secret_name = models.CharField(_("variable du mot de passe"), max_length=100, blank=True)
    folder = models.CharField(_("dossier"), max_length=200, default="INBOX")
    afterwards = models.CharField(_("ensuite"), max_length=10, choices=Afterwards, default=Afterwards.LEAVE)
    moved_to = models.CharField(_("dossier d’archivage"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    uid_validity = models.BigIntegerField(_("validité des numéros"), null=True, blank=True)
    last_uid = models.BigIntegerField(_("dernier numéro lu"), default=0)
    tried_at = models.DateTimeField(_("dernier essai"), null=True, blank=True)
    read_at = models.DateTimeField(_("dernière lecture"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("prochain essai"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("essais manqués de suite"), default=0)
    last_error = models.CharField(_("dernier incident"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("boîte e-mail")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "host", "login", "folder"], name="mailbox_once")
        ]

    def __str__(self) -> str:
        return self.name
