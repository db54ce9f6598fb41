"""Agents and what they are habilitated to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models.organisation import Organisation
from parvis.organisations.models.team import Team


class Role(models.TextChoices):
    """Functions an agent is habilitated to (S1 doc 2: habilitations by function, not by person)."""

    RECEPTION = "reception", _("accueil")
    CASE_HANDLER = "case_handler", _("instruction")
    REFERENT = "referent", _("référent")
    TEAM_MANAGER = "team_manager", _("responsable de service")
    PROCEDURE_BUILDER = "procedure_builder", _("conception de démarches")
    DPO = "dpo", _("protection des données")
    STATISTICS = "statistics", _("statistiques")
    BODY_ADMIN = "body_admin", _("administration de l’organisme")
    PLATFORM_OPERATOR = "platform_operator", _("exploitation de la plateforme")


class Agent(models.Model):
    """A public agent, with the capacity that decisions must state (CRPA L212-1)."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agent", verbose_name=_("compte")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agents", verbose_name=_("organisme")
    )
    first_name = models.CharField(_("prénom"), max_length=100)
    last_name = models.CharField(_("nom"), max_length=100)
    capacity = models.CharField(_("qualité"), max_length=200, help_text=_("Imprimée sur les décisions."))
    phone = models.CharField(_("téléphone"), max_length=32, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)

    class Meta:
        verbose_name = _("agent")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Habilitation(models.Model):
    """A role given to an agent, on one team, or on the whole body when ``team`` is empty."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="habilitations", verbose_name=_("agent"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="habilitations", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="habilitations", verbose_name=_("service")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    since = models.DateField(_("depuis le"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("habilitation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "agent", "team", "role"],
                condition=models.Q(until__isnull=True),
                nulls_distinct=False,
                name="habilitation_unique",
            )
        ]
