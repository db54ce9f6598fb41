"""Rules by which a body sorts what comes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import IntakeChannel, Level
from parvis.organisations.models import Organisation, Team, Territory
from parvis.people.models import PersonKind


class QualificationRule(models.Model):
    """If a demand just born looks so, then it goes there, this urgent, with these tags. The first that fits applies.

    A condition left empty asks nothing. ``words``: one of them, at the beginning of a word of the demand, whatever its
    accents. An effect left empty changes nothing. No rule decides anything of a demand.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="qualification_rules", verbose_name=_("organisme")
    )
    rank = models.PositiveSmallIntegerField(_("ordre"), default=1)
    name = models.CharField(_("nom"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    procedures = ArrayField(
        models.CharField(max_length=100), verbose_name=_("démarches"), default=list, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=10, choices=IntakeChannel),
        verbose_name=_("voies d’arrivée"),
        default=list,
        blank=True,
    )
    words = ArrayField(models.CharField(max_length=60), verbose_name=_("mots"), default=list, blank=True)
    municipality = models.ForeignKey(
        Territory, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    person_kind = models.CharField(_("personne"), max_length=10, choices=PersonKind, blank=True)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    impact = models.PositiveSmallIntegerField(_("portée"), choices=Level, null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgence"), choices=Level, null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=60), verbose_name=_("étiquettes"), default=list, blank=True)

    class Meta:
        verbose_name = _("règle de tri")
        ordering = ["organisation", "rank", "pk"]

    def __str__(self) -> str:
        return self.name
