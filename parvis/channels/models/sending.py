"""By whom and how messages of a body leave: its providers, its settings, the numbers that asked to stop."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class Provider(models.Model):
    """An account at a provider that carries messages of one channel, tried in the order of ``priority``.

    Without ``organisation`` it serves every body that has none of its own. ``transport`` names the adapter that
    speaks to it. ``secret_name`` names the variable of the environment that holds the secret; else ``secret`` holds
    it, encrypted. One that failed rests until ``resting_until``, and is tried after the others.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="providers",
        verbose_name=_("organisme"),
    )
    name = models.CharField(_("nom"), max_length=100)
    channel = models.CharField(_("moyen"), max_length=20)
    transport = models.CharField(_("prestataire"), max_length=30)
    priority = models.PositiveSmallIntegerField(_("ordre"), default=1)
    settings = models.JSONField(_("réglages"), default=dict, blank=True)
    secret = models.TextField(_("secret chiffré"), blank=True)
    secret_name = models.CharField(_("variable du secret"), max_length=100, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    resting_until = models.DateTimeField(_("au repos jusqu’à"), null=True, blank=True)
    last_error = models.CharField(_("dernier incident"), max_length=60, blank=True)
    used_at = models.DateTimeField(_("dernier envoi"), null=True, blank=True)

    class Meta:
        verbose_name = _("prestataire d’envoi")
        ordering = ["channel", "priority", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], nulls_distinct=False, name="provider_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SendingSettings(models.Model):
    """How messages of a body are signed, and whether they leave at all.

    ``is_test``: nothing leaves, every message is kept and shown. ``registered``: letters that carry a time limit go
    registered.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, primary_key=True, related_name="sending", verbose_name=_("organisme")
    )
    sender_name = models.CharField(_("nom de l’expéditeur"), max_length=200, blank=True)
    sms_sender = models.CharField(_("expéditeur des SMS"), max_length=11, blank=True)
    signature = models.TextField(_("signature"), max_length=500, blank=True)
    is_test = models.BooleanField(_("mode d’essai"), default=False)
    registered = models.BooleanField(_("lettres recommandées"), default=False)

    class Meta:
        verbose_name = _("réglages d’envoi")


class StoppedNumber(models.Model):
    """A number that asked to receive no more SMS from a body, known by its seal; ``sms`` is the one that said it."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisme")
    )
    seal = models.CharField(_("sceau"), max_length=64)
    stopped_at = models.DateTimeField(_("arrêté le"))
    sms = models.UUIDField(_("SMS qui le dit"), null=True, blank=True)

    class Meta:
        verbose_name = _("numéro qui ne veut plus de SMS")
        constraints = [models.UniqueConstraint(fields=["organisation", "seal"], name="stopped_number_once")]
