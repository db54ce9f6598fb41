"""Appointments proposed by the workflow of a case: the slot that the person took, written down, moved, cancelled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parvis.cases import access
from parvis.cases.appointment_story import appointment_for
from parvis.cases.models import Appointment, Case
from parvis.cases.services.appointments import cancel_appointment, record_appointment
from parvis.common.errors import DomainError
from parvis.desk.cases.forms import GestureForm
from parvis.desk.cases.pages import gesture_page
from parvis.desk.entrance import AgentRequest

_DATE = {"invalid": gettext_lazy("Écrivez une date complète, par exemple 16/03/2026.")}
_TIME = {"invalid": gettext_lazy("Écrivez une heure, par exemple 14:30.")}


class AppointmentForm(GestureForm):
    """The slot, or its cancellation."""

    suite = forms.ChoiceField(
        label=gettext_lazy("Que se passe-t-il ?"),
        widget=forms.RadioSelect,
        choices=[
            ("pris", gettext_lazy("La personne a choisi un créneau")),
            ("annule", gettext_lazy("Le rendez-vous est annulé")),
        ],
    )
    jour = forms.DateField(label=gettext_lazy("Jour"), required=False, error_messages=_DATE)
    heure = forms.TimeField(label=gettext_lazy("Heure"), required=False, error_messages=_TIME)
    lieu = forms.CharField(label=gettext_lazy("Lieu"), required=False, max_length=250)

    def __init__(self, request: AgentRequest, case: Case, row: Appointment) -> None:
        super().__init__(request, case)
        self.row = row
        self.draw("heure", kind="time", width="4")
        self.initial["suite"] = "pris"
        if row.starts_at:
            at = timezone.localtime(row.starts_at)
            self.initial.update({"jour": at.date().isoformat(), "heure": f"{at:%H:%M}", "lieu": row.place})

    def clean(self) -> dict[str, Any]:
        """Ask for the day and the hour of a slot."""
        given = self.cleaned_data
        if given.get("suite") == "pris":
            for name, said in (("jour", _("Indiquez le jour.")), ("heure", _("Indiquez une heure."))):
                if name not in self.errors and given.get(name) is None:
                    self.add_error(name, said)
        return given

    def made(self) -> str:
        """Make the gesture; return what was done, "" when it was refused, with the reason on the form."""
        given, where = self.cleaned_data, {"case_id": self.case.pk, "appointment_id": self.row.pk}
        try:
            if given["suite"] == "annule":
                cancel_appointment(**where, by=self.agent)
                return _("Le rendez-vous est annulé.")
            at = timezone.make_aware(datetime.combine(given["jour"], given["heure"]))
            record_appointment(**where, starts_at=at, place=given["lieu"], by=self.agent)
        except DomainError as refusal:
            self.add_error(None, str(refusal))
            return ""
        return _("Le rendez-vous est noté.")


@require_http_methods(["GET", "POST"])
def appointment(request: AgentRequest, number: str, appointment_id: UUID) -> HttpResponse:
    """Write down the slot that a person took, or cancel it. Raises CaseNotFound, NotFound, NotForThisRole."""
    case = access.get_case_by_number(number)
    row = appointment_for(case, appointment_id)
    access.require(access.can_handle(request.agent, case))
    form = AppointmentForm(request, case, row)
    if form.is_valid() and (done := form.made()):
        messages.success(request, done)
        return redirect("desk:case", case.number)
    shown = {"code": "rendez-vous", "label": _("Noter ce rendez-vous"), "icon": "check", "says": row.subject}
    return gesture_page(request, case, shown, form)
