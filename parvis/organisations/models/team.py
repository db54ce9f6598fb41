"""Teams: the units that take part in cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models.organisation import Organisation


class Team(models.Model):
    """A service of a body (« service »): cases, queues and habilitations hang on it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="teams", verbose_name=_("organisme")
    )
    name = models.CharField(_("nom"), max_length=200)
    postal_address = models.TextField(_("adresse postale"), blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=32, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)

    class Meta:
        verbose_name = _("service")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="team_name_unique")]

    def __str__(self) -> str:
        return self.name
