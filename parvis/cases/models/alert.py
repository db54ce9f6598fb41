"""What agents want to be told by mail, and when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Agent, Team


class AlertKind(models.TextChoices):
    """What an alert is about."""

    LATE = "late", _("délais dépassés")
    SOON = "soon", _("délais qui arrivent")
    ARRIVED = "arrived", _("demandes arrivées")
    ASSIGNED = "assigned", _("demandes qui me sont confiées")
    REPLIED = "replied", _("messages et pièces des personnes")
    TROUBLE = "trouble", _("envois et actions en échec")


class AlertMode(models.TextChoices):
    """How it is told."""

    AT_ONCE = "at_once", _("tout de suite")
    DIGEST = "digest", _("dans le récapitulatif")
    NONE = "none", _("jamais")


class AlertPlan(models.Model):
    """When an agent is told: the hours of their digest, in the wall clock of their body.

    ``everyones``: the cases of colleagues too, and not only one's own and those of nobody. ``at_once`` copies whether a
    choice says so. ``told_until`` and ``digested_until`` are how far each has gone: written with the mail itself, so
    that nothing is told twice nor left out. ``next_digest_at`` is the next slot, None without hours.
    """

    agent = models.OneToOneField(
        Agent, models.CASCADE, primary_key=True, related_name="alert_plan", verbose_name=_("agent")
    )
    hours = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("heures"), default=list, blank=True)
    on_closed_days = models.BooleanField(_("les jours de fermeture aussi"), default=False)
    everyones = models.BooleanField(_("demandes des collègues aussi"), default=False)
    at_once = models.BooleanField(_("alertes immédiates"), default=False)
    told_until = models.DateTimeField(_("alerté jusqu’à"))
    digested_until = models.DateTimeField(_("récapitulé jusqu’à"))
    next_digest_at = models.DateTimeField(_("prochain récapitulatif"), null=True, blank=True)

    class Meta:
        verbose_name = _("réglage des alertes")


class AlertChoice(models.Model):
    """How an agent is told one kind of thing about a team; without ``team``, about all those that have no choice."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="alert_choices", verbose_name=_("agent"))
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    kind = models.CharField(_("objet"), max_length=10, choices=AlertKind)
    mode = models.CharField(_("manière"), max_length=10, choices=AlertMode)

    class Meta:
        verbose_name = _("choix d’alerte")
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "team", "kind"], nulls_distinct=False, name="alert_choice_once"
            )
        ]
