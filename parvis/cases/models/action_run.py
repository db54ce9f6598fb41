"""Actions that run by a job, after their transition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class RunState(models.TextChoices):
    """Where an action is."""

    WAITING = "waiting", _("en attente")
    DONE = "done", _("faite")
    FAILED = "failed", _("en échec")
    DROPPED = "dropped", _("abandonnée")


class ActionRun(models.Model):
    """One action to run for a case: its place in the workflow of the version, what it was given, what came of it.

    Its id is the key by which an outside system knows it again: tried twice, it is the same call. ``turn`` is the
    entry in the status that asked for it, ``agent`` who made the transition.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="action_runs", db_index=False, verbose_name=_("demande")
    )
    turn = models.PositiveIntegerField(_("passage"))
    place = models.CharField(_("place"), max_length=120)
    state = models.CharField(_("état"), max_length=10, choices=RunState, default=RunState.WAITING)
    given = models.JSONField(_("données"), default=dict)
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent"),
    )
    asked_at = models.DateTimeField(_("demandée le"))
    next_at = models.DateTimeField(_("prochain essai le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("finie le"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    reason = models.CharField(_("motif"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("action différée")
        indexes = [
            models.Index(fields=["case", "asked_at"], name="action_run_of_case"),
            models.Index(
                fields=["next_at"], condition=models.Q(state=RunState.WAITING), name="action_run_waiting"
            ),
        ]
        ordering = ["asked_at", "pk"]
