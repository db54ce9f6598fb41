"""Files given to an import and not taken in yet: their report is read first."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class PendingImport(models.Model):
    """One import tried: ``archive`` holds its files (zip) while one decides, ``report`` what it would do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisme")
    )
    kind = models.CharField(_("provenance"), max_length=50)
    archive = models.BinaryField(_("fichiers"))
    report = models.JSONField(_("compte rendu"))
    made_at = models.DateTimeField(_("essayée le"))
    made_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    class Meta:
        verbose_name = _("importation à confirmer")
        indexes = [models.Index(fields=["made_at"], name="studio_import_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
