"""The versions of a procedure: each case keeps the one it was born under (ARCHITECTURE §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models.procedure import Procedure
from parvis.organisations.models import Agent


class VersionState(models.TextChoices):
    """Life of a version. ``WORKSHOP`` is shown by a private link; only ``PUBLISHED`` takes deposits."""

    DRAFT = "draft", _("brouillon")
    WORKSHOP = "workshop", _("à l’essai")
    PUBLISHED = "published", _("publiée")
    RETIRED = "retired", _("retirée")


WRITABLE = (VersionState.DRAFT, VersionState.WORKSHOP)


class ProcedureVersion(models.Model):
    """One definition of a procedure. A trigger of the database makes it immutable once it was published."""

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("démarche")
    )
    number = models.PositiveIntegerField(_("numéro"))
    definition = models.JSONField(_("définition"))
    checksum = models.CharField(_("empreinte"), max_length=64)
    state = models.CharField(_("état"), max_length=20, choices=VersionState, default=VersionState.DRAFT)
    created_at = models.DateTimeField(_("créée le"))
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    published_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_versions",
        verbose_name=_("publiée par"),
    )

    class Meta:
        verbose_name = _("version de démarche")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_number_unique"),
            # What is being written may come back to what was published: only what was published is told apart.
            models.UniqueConstraint(
                fields=["procedure", "checksum"],
                condition=models.Q(state__in=["published", "retired"]),
                name="procedure_version_checksum_unique",
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(state="published"),
                name="procedure_version_one_published",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "workshop"]) | models.Q(published_at__isnull=False),
                name="procedure_version_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"
