"""Keys by which another software acts for a body."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class Scope(models.TextChoices):
    """What a key opens. A key has those its body gave it, and no other."""

    CASES_READ = "cases:read", _("lire les demandes")
    CASES_CREATE = "cases:create", _("déposer des demandes")
    PROCEDURES_READ = "procedures:read", _("lire les démarches")
    CALLS_WRITE = "calls:write", _("dire les appels du standard")


class ApiKey(models.Model):
    """A key of one body. Only its SHA-256 is kept: the key itself, 256 random bits, is shown once.

    ``prefix`` is the part by which people recognise a key; ``rate_limit`` is in requests a minute.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="api_keys", verbose_name=_("organisme")
    )
    name = models.CharField(_("nom"), max_length=100)
    prefix = models.CharField(_("début de la clé"), max_length=12, unique=True)
    hash = models.CharField(_("empreinte"), max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("droits"))
    rate_limit = models.PositiveIntegerField(_("requêtes par minute"), default=600)
    created_at = models.DateTimeField(_("créée le"))
    last_used_on = models.DateField(_("utilisée le"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("révoquée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("clé d’accès")
        ordering = ["organisation", "created_at"]

    def __str__(self) -> str:
        return f"{self.prefix} ({self.name})"
