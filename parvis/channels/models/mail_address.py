"""Addresses at which mail is received, each with who it is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation, Team


class MailAddress(models.Model):
    """An address of a body: what comes to it makes demands of one procedure, for one team when it names one.

    ``address`` is in lower case. ``takes_replies``: our own mails about the body's demands ask to be answered there.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mail_addresses", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="mail_addresses", verbose_name=_("service")
    )
    address = models.CharField(_("adresse"), max_length=254, unique=True)
    procedure_code = models.CharField(_("démarche"), max_length=100, default="contact")
    takes_replies = models.BooleanField(_("reçoit les réponses à nos messages"), default=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("adresse de réception")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
