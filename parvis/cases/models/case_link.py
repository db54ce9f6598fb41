"""Links between cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.organisations.models import Organisation


class CaseLink(models.Model):
    """A case opened by the workflow of another, or tied to it. ``name`` is how the workflow speaks of it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="links", db_index=False, verbose_name=_("demande")
    )
    other = models.ForeignKey(
        Case, models.CASCADE, related_name="linked_from", db_index=False, verbose_name=_("autre demande")
    )
    name = models.CharField(_("nom du lien"), max_length=50, blank=True)
    opened = models.BooleanField(_("ouverte par la première"), default=False)
    made_at = models.DateTimeField(_("fait le"))

    class Meta:
        verbose_name = _("lien entre demandes")
        constraints = [models.UniqueConstraint(fields=["case", "other", "name"], name="case_link_once")]
        indexes = [models.Index(fields=["other"], name="case_link_back")]
        ordering = ["made_at", "pk"]
