"""Missing pieces asked from the person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common import clock
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class RequestKind(models.TextChoices):
    """What is asked from the person."""

    PIECES = "pieces", _("pièces manquantes")
    MEND = "mend", _("correction de forme")


class PieceRequest(models.Model):
    """All that is missing, asked at once, with a date to give it by (CRPA L114-5); or what to mend (L114-6).

    ``provisions`` are the texts that require what must be mended. ``items`` is a list of
    ``{"label": str, "received_at": ISO date-time | null}``; « question » names the question of the form that an item
    asks to answer, when a demand taken down in short is completed later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="piece_requests", db_index=False, verbose_name=_("demande")
    )
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent"),
    )
    kind = models.CharField(
        _("nature"), max_length=10, choices=RequestKind, default=RequestKind.PIECES, db_default="pieces"
    )
    provisions = models.TextField(_("textes applicables"), blank=True, default="", db_default="")
    items = models.JSONField(_("pièces"))
    text = models.TextField(_("message"), blank=True)
    suspends = models.BooleanField(_("indispensable"), default=True)
    asked_at = models.DateTimeField(_("demandées le"))
    due_on = models.DateField(_("à donner avant le"))
    answered_at = models.DateTimeField(_("reçues le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande de pièces")
        indexes = [models.Index(fields=["case", "asked_at"], name="piece_request_of_case")]
        ordering = ["asked_at"]

    @property
    def is_late(self) -> bool:
        """Return whether the day to give them is over: they are still taken as long as the demand is open."""
        return self.answered_at is None and self.due_on < clock.today()

    @property
    def asks_answers(self) -> bool:
        """Return whether answers are asked, and not pieces: the form is completed on its own pages."""
        return any("question" in item for item in self.items)
