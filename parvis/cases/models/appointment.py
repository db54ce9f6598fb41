"""Appointments proposed to persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.organisations.models import Organisation


class AppointmentState(models.TextChoices):
    """Where an appointment stands."""

    PROPOSED = "proposed", _("à choisir")
    TAKEN = "taken", _("pris")
    CANCELLED = "cancelled", _("annulé")


class Appointment(models.Model):
    """One appointment proposed by the workflow of a case. ``id`` is that of the action that asked: its key outside too.

    ``agenda`` is the code of a kind of agenda, ``service`` what it needs: address, name of the secret. ``signal`` and
    ``cancelling`` are what the workflow receives. ``untold``: cancelled here, and the agenda does not know yet.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="appointments", db_index=False, verbose_name=_("demande")
    )
    key = models.CharField(_("nom dans le parcours"), max_length=50, blank=True)
    signal = models.CharField(_("signal"), max_length=50, blank=True)
    cancelling = models.CharField(_("signal d’annulation"), max_length=50, blank=True)
    subject = models.CharField(_("objet"), max_length=250, blank=True)
    agenda = models.CharField(_("agenda"), max_length=30)
    service = models.JSONField(_("service"), default=dict)
    link = models.CharField(_("lien"), max_length=2000, blank=True)
    reference = models.CharField(_("référence"), max_length=100, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=AppointmentState, default=AppointmentState.PROPOSED
    )
    starts_at = models.DateTimeField(_("début"), null=True, blank=True)
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=250, blank=True)
    untold = models.BooleanField(_("annulation à dire à l’agenda"), default=False)
    asked_at = models.DateTimeField(_("proposé le"))

    class Meta:
        verbose_name = _("rendez-vous")
        indexes = [
            models.Index(fields=["case", "asked_at"], name="appointment_of_case"),
            models.Index(
                fields=["asked_at"],
                condition=~models.Q(reference="") & (~models.Q(state="cancelled") | models.Q(untold=True)),
                name="appointment_awaited",
            ),
        ]
        ordering = ["asked_at", "pk"]

    @property
    def is_cancelled(self) -> bool:
        """Return whether it will not take place."""
        return self.state == AppointmentState.CANCELLED
