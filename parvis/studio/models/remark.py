"""What colleagues say of a question, a page or a whole form while it is written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models import Procedure
from parvis.organisations.models import Agent, Organisation
from parvis.studio.models.trial_link import TrialLink


class Remark(models.Model):
    """One remark, by an agent or by someone who tried the form. It stays with its procedure from draft to draft.

    ``place`` is the address of a question, ``form:key`` of a page, empty for the whole form.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="+", verbose_name=_("démarche"))
    place = models.CharField(_("endroit"), max_length=200, blank=True)
    text = models.CharField(_("remarque"), max_length=2000)
    author = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    author_name = models.CharField(_("nom de qui essaie"), max_length=100, blank=True)
    link = models.ForeignKey(
        TrialLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="remarks",
        verbose_name=_("lien d’essai"),
    )
    made_at = models.DateTimeField(_("faite le"))
    settled_at = models.DateTimeField(_("réglée le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("réglée par")
    )

    class Meta:
        verbose_name = _("remarque")
        indexes = [models.Index(fields=["procedure", "place"], name="studio_remark_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.pk}"

    @property
    def by(self) -> str:
        """Return who said it."""
        return str(self.author) if self.author else self.author_name
