"""What ties a case to an outage of the platform: it moved its deadlines, or the case reports it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common import clock
from parvis.organisations.models import Agent, Organisation
from parvis.outages.models import Outage


class LinkReason(models.TextChoices):
    """Why a case and an outage are tied."""

    MOVED = "moved", _("ses délais sont déplacés")
    REPORTED = "reported", _("elle signale la panne")


class OutageLink(models.Model):
    """One tie. The incident of the service desk is the outage itself: reports of it are tied to it, not copied.

    ``told_at``: when the person of a case that reports it was told that it is over.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="outage_links", db_index=False, verbose_name=_("demande")
    )
    outage = models.ForeignKey(
        Outage, models.PROTECT, related_name="links", db_index=False, verbose_name=_("panne")
    )
    reason = models.CharField(_("raison"), max_length=10, choices=LinkReason)
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent"),
    )
    linked_at = models.DateTimeField(_("liée le"), default=clock.now)
    told_at = models.DateTimeField(_("prévenue le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lien avec une panne")
        ordering = ["linked_at", "pk"]
        # Not led by the body: a transfer changes it.
        constraints = [models.UniqueConstraint(fields=["outage", "reason", "case"], name="outage_link_once")]
        indexes = [models.Index(fields=["case"], name="outage_link_of_case")]
