"""The private links by which colleagues without an account try a form that is being written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models import ProcedureVersion
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class TrialLink(models.Model):
    """One link to one version. Its address carries its id, signed; it opens nothing once over or closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    created_at = models.DateTimeField(_("créé le"))
    created_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("créé par")
    )
    until = models.DateTimeField(_("valable jusqu’au"))
    closed_at = models.DateTimeField(_("fermé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lien d’essai")

    def __str__(self) -> str:
        return str(self.pk)
