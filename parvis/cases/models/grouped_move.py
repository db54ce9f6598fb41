"""One transition made on several cases at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class GroupedState(models.TextChoices):
    """Where one case of a group is."""

    WAITING = "waiting", _("en cours")
    DONE = "done", _("faite")
    REFUSED = "refused", _("refusée")


class GroupedMove(models.Model):
    """A transition asked by an agent on one case among several. Those of one gesture share their ``batch``.

    ``given`` is what was answered to the form of the transition, the same for all; ``reason`` why it was refused.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    batch = models.UUIDField(_("geste"))
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="grouped_moves", db_index=False, verbose_name=_("demande")
    )
    agent = models.ForeignKey(
        Agent, models.PROTECT, related_name="+", db_index=False, verbose_name=_("agent")
    )
    transition = models.CharField(_("transition"), max_length=50)
    label = models.CharField(_("libellé"), max_length=200)
    given = models.JSONField(_("réponses"), default=dict)
    state = models.CharField(_("état"), max_length=10, choices=GroupedState, default=GroupedState.WAITING)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("demandée le"))
    ended_at = models.DateTimeField(_("finie le"), null=True, blank=True)

    class Meta:
        verbose_name = _("suite groupée")
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="grouped_move_once")]
        indexes = [models.Index(fields=["case"], name="grouped_move_of_case")]
        ordering = ["asked_at", "pk"]
