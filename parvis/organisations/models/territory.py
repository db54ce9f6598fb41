"""Places on which bodies are competent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class TerritoryKind(models.TextChoices):
    """Levels of the national geographic code."""

    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    EPCI = "epci", _("intercommunalité")
    MUNICIPALITY = "municipality", _("commune")


class Territory(models.Model):
    """A region, a department, an intermunicipal area or a municipality, by its official code (INSEE; SIREN
    for an EPCI).
    """

    kind = models.CharField(_("niveau"), max_length=20, choices=TerritoryKind)
    code = models.CharField(_("code officiel"), max_length=9)
    name = models.CharField(_("nom"), max_length=200)
    postcodes = ArrayField(
        models.CharField(max_length=5), verbose_name=_("codes postaux"), default=list, blank=True
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("territoire")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="territory_kind_code_unique")]
        indexes = [models.Index(fields=["kind", "name"], name="territory_kind_name")]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The limits of a territory, apart from it so that lists of places stay light, with the box around them.

    Degrees of longitude and latitude (WGS 84). The box is what the index reads to find the territories of a
    point.
    """

    territory = models.OneToOneField(
        Territory, models.CASCADE, primary_key=True, related_name="outline", verbose_name=_("territoire")
    )
    geometry = models.JSONField(_("géométrie"), help_text=_("GeoJSON, MultiPolygon."))
    west = models.FloatField(_("limite ouest"))
    south = models.FloatField(_("limite sud"))
    east = models.FloatField(_("limite est"))
    north = models.FloatField(_("limite nord"))

    class Meta:
        verbose_name = _("contour")


class TerritoryInclusion(models.Model):
    """One line for each territory and each territory it lies in, itself included (a closure table)."""

    container = models.ForeignKey(
        Territory, models.CASCADE, related_name="contents", verbose_name=_("contenant")
    )
    contained = models.ForeignKey(
        Territory, models.CASCADE, related_name="containers", verbose_name=_("contenu")
    )

    class Meta:
        verbose_name = _("inclusion de territoire")
        constraints = [
            models.UniqueConstraint(fields=["contained", "container"], name="territory_inclusion_unique")
        ]
