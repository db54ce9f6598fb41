"""Searches that agents keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Agent


class SavedView(models.Model):
    """A list an agent wants at hand: a name and the filters, as they stand in the address."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="saved_views", verbose_name=_("agent"))
    name = models.CharField(_("nom"), max_length=80)
    filters = models.JSONField(_("filtres"), default=dict)

    class Meta:
        verbose_name = _("vue enregistrée")
        constraints = [models.UniqueConstraint(fields=["agent", "name"], name="saved_view_name_unique")]
