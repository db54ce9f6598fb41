"""Express decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case, Outcome
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class Decision(models.Model):
    """An express decision: who took it, in what capacity, why (CRPA L212-1, L211-2, L211-5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions", verbose_name=_("demande"))
    outcome = models.CharField(_("issue"), max_length=20, choices=Outcome)
    text = models.TextField(_("ce qui est décidé"))
    reasons_in_law = models.TextField(_("motifs de droit"), blank=True)
    reasons_in_fact = models.TextField(_("motifs de fait"), blank=True)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )
    author_first_name = models.CharField(_("prénom de l’auteur"), max_length=100)
    author_last_name = models.CharField(_("nom de l’auteur"), max_length=100)
    author_capacity = models.CharField(_("qualité de l’auteur"), max_length=200)
    decided_at = models.DateTimeField(_("prise le"))

    class Meta:
        verbose_name = _("décision")
        indexes = [models.Index(fields=["case", "decided_at"], name="decision_of_case")]
        ordering = ["decided_at"]

    @property
    def author_name(self) -> str:
        """First name then last name, as they stood on the day of the decision."""
        return f"{self.author_first_name} {self.author_last_name}"
