"""The forms of a personal-data breach: what happened, then what was done of it (RGPD, article 33)."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.models import Case
from parvis.cases.services.breaches import clear_breach, notify_breach, report_breach
from parvis.common import clock
from parvis.desk.cases.forms import CHOOSE, GestureForm
from parvis.desk.entrance import AgentRequest

NOTIFIED, HARMLESS = "notifiee", "sans-risque"
_DATE = {
    "required": gettext_lazy("Indiquez une date."),
    "invalid": gettext_lazy("Écrivez une date complète, par exemple 16/03/2026."),
}
_TIME = {
    "required": gettext_lazy("Indiquez une heure."),
    "invalid": gettext_lazy("Écrivez une heure, par exemple 14:30."),
}


class _AtAMoment(GestureForm):
    """A form that asks a day and an hour."""

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        now = timezone.localtime(clock.now())
        self.initial.update({"jour": now.date().isoformat(), "heure": f"{now:%H:%M}"})
        self.draw("heure", kind="time", width="4")

    def moment(self) -> datetime:
        """Return the moment given, at the hour of here."""
        given = self.cleaned_data
        return timezone.make_aware(datetime.combine(given["jour"], given["heure"]))


class BreachForm(_AtAMoment):
    """What happened, since when it is known, who is concerned, what was done."""

    fait = forms.CharField(
        label=gettext_lazy("Ce qui s’est passé"),
        help_text=gettext_lazy(
            "Par exemple : un courrier envoyé à la mauvaise personne, un fichier perdu, une page vue par d’autres."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Dites ce qui s’est passé.")},
    )
    jour = forms.DateField(label=gettext_lazy("Jour où vous l’avez appris"), error_messages=_DATE)
    heure = forms.TimeField(label=gettext_lazy("Heure"), error_messages=_TIME)
    personnes = forms.IntegerField(
        label=gettext_lazy("Nombre de personnes concernées, à peu près"),
        required=False,
        min_value=1,
        error_messages={
            "invalid": gettext_lazy("Écrivez un nombre."),
            "min_value": gettext_lazy("Écrivez un nombre."),
        },
    )
    mesures = forms.CharField(
        label=gettext_lazy("Ce que vous avez déjà fait"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
    NAMES = {"what": "fait", "aware_at": "jour"}

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        super().refuse({self.NAMES.get(name, name): said for name, said in errors.items()})


class BreachEndForm(_AtAMoment):
    """Notified to the CNIL, or shown to put nobody at risk."""

    suite = forms.ChoiceField(
        label=gettext_lazy("Cette violation"),
        widget=forms.RadioSelect,
        choices=[
            (NOTIFIED, gettext_lazy("est notifiée à la CNIL")),
            (HARMLESS, gettext_lazy("ne met personne en danger : elle n’est pas notifiée")),
        ],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    jour = forms.DateField(label=gettext_lazy("Jour de la notification"), error_messages=_DATE)
    heure = forms.TimeField(label=gettext_lazy("Heure"), error_messages=_TIME)
    reference = forms.CharField(
        label=gettext_lazy("Référence donnée par la CNIL"), required=False, max_length=60
    )
    prevenues = forms.BooleanField(
        label=gettext_lazy("Les personnes concernées sont prévenues (article 34, en cas de risque élevé)"),
        required=False,
    )
    pourquoi = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        required=False,
        help_text=gettext_lazy(
            "Obligatoire passé 72 heures, ou si la violation n’est pas notifiée : la CNIL peut le demander."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
    NAMES = {"notified_at": "jour", "why_late": "pourquoi", "why": "pourquoi"}

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        super().refuse({self.NAMES.get(name, name): said for name, said in errors.items()})


def report(form: BreachForm) -> str:
    """Record the breach; return what is said after."""
    given: dict[str, Any] = form.cleaned_data
    report_breach(
        case_id=form.case.pk,
        aware_at=form.moment(),
        what=given["fait"],
        measures=given["mesures"],
        persons=given["personnes"],
        by=form.agent,
    )
    return _("Violation enregistrée. Le délégué à la protection des données est prévenu.")


def end(form: BreachEndForm) -> str:
    """Record what was done of it; return what is said after."""
    given = form.cleaned_data
    if given["suite"] == HARMLESS:
        clear_breach(case_id=form.case.pk, why=given["pourquoi"], by=form.agent)
        return _("Violation gardée au dossier, sans notification.")
    notify_breach(
        case_id=form.case.pk,
        notified_at=form.moment(),
        reference=given["reference"],
        persons_told=given["prevenues"],
        why_late=given["pourquoi"],
        by=form.agent,
    )
    return _("Notification enregistrée.")
