"""Timers: transitions that will happen by themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.organisations.models import Agent, Organisation


class TimerState(models.TextChoices):
    """Where a timer is."""

    WAITING = "waiting", _("prévue")
    FIRED = "fired", _("faite")
    CANCELLED = "cancelled", _("annulée")
    STOPPED = "stopped", _("arrêtée par une erreur")


class Timer(models.Model):
    """A transition of the workflow due at a moment, as long as the case stays where it was.

    ``turn`` is the entry in the status that set it: once the case has moved, a waiting timer means nothing.
    ``times`` is how often it still fires; ``attempts`` and ``reason`` tell of failures.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="timers", db_index=False, verbose_name=_("demande")
    )
    turn = models.PositiveIntegerField(_("passage"))
    transition = models.CharField(_("transition"), max_length=50)
    state = models.CharField(_("état"), max_length=10, choices=TimerState, default=TimerState.WAITING)
    due_at = models.DateTimeField(_("prévue le"))
    times = models.PositiveSmallIntegerField(_("fois"), default=1)
    set_at = models.DateTimeField(_("posée le"))
    ended_at = models.DateTimeField(_("finie le"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    cancelled_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("annulée par"),
    )

    class Meta:
        verbose_name = _("échéance programmée")
        # Not led by the body, unlike other constraints: a transfer changes the body, never the timer.
        constraints = [models.UniqueConstraint(fields=["case", "turn", "transition"], name="timer_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=models.Q(state=TimerState.WAITING), name="timer_waiting"
            )
        ]
        ordering = ["due_at", "pk"]
