"""Letters printed together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class PrintBatch(models.Model):
    """Letters gathered for the print room: one PDF with a separator sheet before each, and their manifest.

    Without ``key`` the PDF is being made, unless ``trouble`` names the case whose letter has lost its document.
    ``sent_at`` is when an agent said that all were posted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="print_batches", verbose_name=_("organisme")
    )
    made_at = models.DateTimeField(_("préparé le"))
    made_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("préparé par")
    )
    letters = models.PositiveIntegerField(_("lettres"))
    pages = models.PositiveIntegerField(_("pages"), default=0)
    key = models.CharField(_("clé du PDF"), max_length=100, blank=True)
    manifest = models.CharField(_("clé du bordereau"), max_length=100, blank=True)
    trouble = models.CharField(_("incident"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("posté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lot à imprimer")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="print_batch_of_body")]
