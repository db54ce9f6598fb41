"""The clocks of a case, as rows: what is due, when, by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.organisations.models import Agent, Organisation, Team


class ClockState(models.TextChoices):
    """Where a clock is. Late or stopped is not a state: it depends on the hour at which one looks."""

    RUNNING = "running", _("en cours")
    KEPT = "kept", _("tenu")
    LATE = "late", _("fini en retard")
    ELAPSED = "elapsed", _("arrivé à son terme")
    CANCELLED = "cancelled", _("sans objet")


class Clock(models.Model):
    """One delay of a case, derived from its journal and never written by hand (``parvis.cases.clocks``).

    ``due_on`` is the last day of a delay in days, which ends at its last second; ``due_at`` the moment from which it
    is late, for every delay. Both are empty while nothing says when it will end. It is stopped from ``paused_since``
    until ``paused_until``, for as long as one waits when that is empty. ``about`` tells apart several clocks of one
    kind: the request of pieces, the opinion asked. ``next_step_at`` is when the next warning or escalation is due.
    ``team`` and ``assignee`` are who must act while it runs, copied from the case so that the desk's calendar is read
    from one index; empty once it ended, and for what only the person has to do.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="clocks", db_index=False, verbose_name=_("demande")
    )
    kind = models.CharField(_("nature"), max_length=20)
    about = models.CharField(_("objet"), max_length=40, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField(_("parti le"))
    due_on = models.DateField(_("dernier jour"), null=True, blank=True)
    due_at = models.DateTimeField(_("en retard à partir de"), null=True, blank=True)
    paused_since = models.DateTimeField(_("arrêté depuis"), null=True, blank=True)
    paused_until = models.DateTimeField(_("arrêté jusqu’à"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    # Not references: a million clocks need no constraint to check at each writing.
    calendar_id = models.BigIntegerField(_("calendrier"), null=True, blank=True)
    agreement_id = models.BigIntegerField(_("engagement"), null=True, blank=True)
    next_step_at = models.DateTimeField(_("prochaine alerte"), null=True, blank=True)
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("service qui doit agir"),
    )
    assignee = models.ForeignKey(
        Agent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent chargé"),
    )

    class Meta:
        verbose_name = _("délai")
        # Not led by the body, unlike other constraints: a transfer changes the body, never the clock.
        constraints = [models.UniqueConstraint(fields=["case", "kind", "about"], name="clock_once")]
        indexes = [
            models.Index(
                fields=["kind", "due_at"],
                condition=models.Q(state=ClockState.RUNNING),
                name="clock_running_by_due",
            ),
            models.Index(
                fields=["next_step_at"],
                condition=models.Q(state=ClockState.RUNNING, next_step_at__isnull=False),
                name="clock_next_step",
            ),
            models.Index(
                fields=["calendar_id", "case"],
                condition=models.Q(state=ClockState.RUNNING, calendar_id__isnull=False),
                name="clock_running_on_calendar",
            ),
            models.Index(
                fields=["team", "due_at", "id"],
                include=["case", "assignee"],
                condition=models.Q(team__isnull=False, due_at__isnull=False),
                name="clock_to_do",
            ),
            models.Index(
                fields=["agreement_id", "ended_at"],
                condition=models.Q(agreement_id__isnull=False),
                name="clock_of_agreement",
            ),
        ]
        ordering = ["due_at", "pk"]
