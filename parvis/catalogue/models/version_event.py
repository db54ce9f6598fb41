"""The life of a version: who made it pass from one state to another, when and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models.version import ProcedureVersion
from parvis.organisations.models import Agent


class Passage(models.TextChoices):
    """What happened to a version."""

    DRAFTED = "drafted", _("brouillon ouvert")
    WORKSHOP = "workshop", _("mise à l’essai")
    BACK_TO_DRAFT = "back_to_draft", _("fin de l’essai")
    PUBLISHED = "published", _("publiée")
    RETIRED = "retired", _("retirée")


class VersionEvent(models.Model):
    """One passage, never rewritten. ``reason`` is what the agent wrote, asked at publication and at retirement."""

    version = models.ForeignKey(
        ProcedureVersion, models.CASCADE, related_name="events", verbose_name=_("version")
    )
    passage = models.CharField(_("passage"), max_length=20, choices=Passage)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("passage de version")
        indexes = [models.Index(fields=["version", "id"], name="version_event_order")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.passage}"
