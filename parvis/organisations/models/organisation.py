"""Public bodies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models.territory import Territory


class OrganisationKind(models.TextChoices):
    """Kinds of bodies that share the desk."""

    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    EPCI = "epci", _("intercommunalité")
    MUNICIPALITY = "municipality", _("commune")
    STATE = "state", _("service de l’État")
    SCHOOL = "school", _("établissement scolaire")
    OPERATOR = "operator", _("opérateur public")


class Organisation(models.Model):
    """A public body: what the public needs to reach it, and where it is competent."""

    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("nom dans l’adresse"), max_length=100, unique=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    insee_code = models.CharField(_("code INSEE"), max_length=5, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("organisme de rattachement"),
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("territoire"),
    )
    postal_address = models.TextField(_("adresse postale"), blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=32, blank=True)
    website = models.URLField(_("site internet"), blank=True)
    opening_hours = models.JSONField(
        _("horaires"),
        default=dict,
        blank=True,
        help_text=_("Par jour ISO (« 1 » = lundi), une liste de plages [« 09:00 », « 12:00 »]."),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    theme = models.JSONField(_("charte graphique"), default=dict, blank=True)
    dpo_contact = models.CharField(
        _("contact du délégué à la protection des données"), max_length=254, blank=True
    )
    is_active = models.BooleanField(_("actif"), default=True)

    class Meta:
        verbose_name = _("organisme")
        indexes = [
            models.Index(fields=["siren"], name="organisation_siren"),
            models.Index(fields=["insee_code"], name="organisation_insee"),
        ]

    def __str__(self) -> str:
        return self.name
