"""What a person puts right in their demand: each time a new version, none is lost (CRPA L123-1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class CorrectionState(models.TextChoices):
    """What became of a correction."""

    APPLIED = "applied", _("appliquée")
    PROPOSED = "proposed", _("proposée")
    REFUSED = "refused", _("refusée")


class Correction(models.Model):
    """The answers as corrected, version after version; the deposit itself is version 1 (``Case.original``).

    Until examination starts a correction applies at once; afterwards it is proposed, and the service says yes or no.
    ``number`` is 0 as long as it is no version. ``draft_id`` makes sending it twice harmless.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="corrections", db_index=False, verbose_name=_("demande")
    )
    number = models.PositiveIntegerField(_("version"), default=0)
    state = models.CharField(_("état"), max_length=10, choices=CorrectionState)
    answers = models.JSONField(_("réponses"))
    why = models.TextField(_("ce qui est corrigé"), blank=True)
    draft_id = models.UUIDField(_("brouillon"), unique=True)
    made_at = models.DateTimeField(_("faite le"))
    settled_at = models.DateTimeField(_("réglée le"), null=True, blank=True)
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent"),
    )
    refusal = models.TextField(_("pourquoi elle est refusée"), blank=True)

    class Meta:
        verbose_name = _("correction")
        indexes = [models.Index(fields=["case", "made_at"], name="correction_of_case")]
        ordering = ["made_at"]
