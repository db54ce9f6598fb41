"""Which team handles what, where, and who answers in its name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models.organisation import Organisation
from parvis.organisations.models.team import Team
from parvis.organisations.models.territory import Territory


class Competence(models.Model):
    """A team handles a procedure on a territory. The smallest territory that contains the place wins."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="competences", verbose_name=_("organisme")
    )
    team = models.ForeignKey(Team, models.CASCADE, related_name="competences", verbose_name=_("service"))
    procedure_code = models.CharField(_("démarche"), max_length=100)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="competences", verbose_name=_("territoire")
    )

    class Meta:
        verbose_name = _("compétence")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "procedure_code", "territory", "team"], name="competence_unique"
            )
        ]
        indexes = [models.Index(fields=["procedure_code", "territory"], name="competence_lookup")]


class Delegation(models.Model):
    """A body lets another's team receive its public: a shared reception desk (« accueil mutualisé »)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="delegations", verbose_name=_("organisme qui délègue")
    )
    team = models.ForeignKey(
        Team, models.CASCADE, related_name="delegations", verbose_name=_("service qui accueille")
    )
    since = models.DateField(_("depuis le"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("délégation d’accueil")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "team"],
                condition=models.Q(until__isnull=True),
                name="delegation_unique",
            )
        ]
