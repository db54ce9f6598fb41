"""The forms of outages."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.outage_queries import count_last_days
from parvis.catalogue import queries as catalogue
from parvis.common import clock
from parvis.desk.forms import DeskForm
from parvis.organisations.models import Organisation
from parvis.organisations.queries import top_organisation
from parvis.outages.models import STOPS_PERSONS, Function, Gesture, Outage, ToldBy
from parvis.outages.services.declaring import Told

BAD_DAY = {
    "required": gettext_lazy("Indiquez un jour."),
    "invalid": gettext_lazy("Écrivez une date complète, par exemple 16/03/2026."),
}
BAD_HOUR = {
    "required": gettext_lazy("Indiquez une heure."),
    "invalid": gettext_lazy("Écrivez une heure, par exemple 14:30."),
}
HOURS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h"]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, error_messages=BAD_DAY)


def _hour(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(label=label, required=required, input_formats=HOURS, error_messages=BAD_HOUR)


class MomentsForm(DeskForm):
    """A form with moments, each a day and an hour."""

    def moment(self, name: str) -> datetime | None:
        """Return the moment of a day and its hour, None when no day is given."""
        day: date | None = self.cleaned_data.get(name)
        if day is None:
            return None
        hour: time = self.cleaned_data.get(f"{name}_heure") or time.min
        return timezone.make_aware(datetime.combine(day, hour))

    def fill(self, name: str, moment: datetime | None) -> None:
        """Give a day and its hour their first value."""
        if moment is not None:
            local = timezone.localtime(moment)
            self.initial.update({name: local.date().isoformat(), f"{name}_heure": f"{local:%H:%M}"})


class OutageForm(MomentsForm):
    """What is told of an outage."""

    fonctions = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qui ne fonctionne pas"),
        choices=Function.choices,
        error_messages={"required": gettext_lazy("Cochez au moins une chose qui ne fonctionne pas.")},
    )
    demarches = forms.MultipleChoiceField(
        label=gettext_lazy("Seulement pour ces démarches"),
        required=False,
        help_text=gettext_lazy("Ne cochez rien si toutes sont touchées."),
    )
    debut = _day(gettext_lazy("Début : jour"))
    debut_heure = _hour(gettext_lazy("Début : heure"))
    fin = _day(gettext_lazy("Fin : jour"), required=False)
    fin_heure = _hour(gettext_lazy("Fin : heure"), required=False)
    prevue = _day(gettext_lazy("Fin prévue : jour"), required=False)
    prevue_heure = _hour(gettext_lazy("Fin prévue : heure"), required=False)
    dit = forms.CharField(
        label=gettext_lazy("Ce que lit le public"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "En une ou deux phrases simples. Elles s’affichent sur toutes les pages touchées."
        ),
    )
    cause = forms.CharField(
        label=gettext_lazy("Cause, pour les agents"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirme = forms.BooleanField(required=False)

    FIELDS = {"starts_at": "debut", "ends_at": "fin", "expected_until": "prevue"}

    def __init__(self, data: Any, body: Organisation | None, outage: Outage | None = None) -> None:
        super().__init__(data)
        self.body, self.asks_confirmation = body, False
        offered = body or top_organisation()
        procedures = catalogue.procedures_for(offered) if offered else []
        self.offer("demarches", [(one.code, one.title) for one in procedures])
        if not procedures:
            del self.fields["demarches"]
        self.fields["fin"].help_text = _("Laissez vide si la panne dure encore, ou si elle est à venir.")
        self.fields["prevue"].help_text = _("Pour une maintenance, ou si vous savez quand la panne finira.")
        self._begin(outage)

    def _begin(self, outage: Outage | None) -> None:
        if outage is None:
            self.fill("debut", clock.now())
            return
        self.initial.update(
            {
                "fonctions": outage.functions,
                "demarches": outage.procedures,
                "dit": outage.said,
                "cause": outage.cause,
            }
        )
        moments = {"debut": outage.starts_at, "fin": outage.ends_at, "prevue": outage.expected_until}
        for name, moment in moments.items():
            self.fill(name, moment)

    @property
    def widgets(self) -> list[Any]:
        """Return the fields to draw; the confirmation only once it is asked."""
        return [one for one in super().widgets if one.context["name"] != "confirme" or self.asks_confirmation]

    def told(self) -> Told:
        """Return what was typed."""
        given = self.cleaned_data
        starts_at = self.moment("debut")
        return Told(
            functions=[Function(code) for code in given["fonctions"]],
            procedures=given.get("demarches", []),
            starts_at=starts_at or clock.now(),
            ends_at=self.moment("fin"),
            expected_until=self.moment("prevue"),
            said=given["dit"],
            cause=given["cause"],
        )

    def confirmed(self, told: Told) -> bool:
        """Say whether the agent knows how many last days this moves; ask them when they were not shown it."""
        count = self._count(told)
        if not count or self.cleaned_data.get("confirme"):
            return True
        self.asks_confirmation = True
        said = ngettext(
            "Une demande a un dernier jour pendant cette panne : il sera repoussé, et la personne prévenue.",
            "%(count)d demandes ont un dernier jour pendant cette panne : il sera repoussé, et chaque personne "
            "prévenue.",
            count,
        ) % {"count": count}
        self.fields["confirme"].label = _("Je confirme les dates de la panne")
        self.add_error("confirme", f"{said} {_('Relisez les dates, puis cochez pour confirmer.')}")
        return False

    def _count(self, told: Told) -> int:
        if told.is_to_come or not STOPS_PERSONS & set(told.functions):
            return 0
        return count_last_days(
            organisation_id=self.body.pk if self.body else None,
            procedures=told.procedures,
            since=told.starts_at,
            until=told.ends_at or clock.now(),
        )


class EndForm(MomentsForm):
    """When an outage ended."""

    fin = _day(gettext_lazy("Finie le"))
    fin_heure = _hour(gettext_lazy("À quelle heure"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fill("fin", clock.now())


class AttemptForm(MomentsForm):
    """An attempt that a person tells."""

    geste = forms.ChoiceField(label=gettext_lazy("Ce que la personne voulait faire"), choices=Gesture.choices)
    quand = _day(gettext_lazy("Jour"))
    quand_heure = _hour(gettext_lazy("Heure, même à peu près"))
    dite = forms.ChoiceField(
        label=gettext_lazy("Comment elle vous l’a dit"),
        choices=[one for one in ToldBy.choices if one[0] != ToldBy.PLATFORM],
    )
    numero = forms.CharField(
        label=gettext_lazy("Numéro de sa demande"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Si elle en a déjà une."),
    )
    demarche = forms.ChoiceField(label=gettext_lazy("Démarche"), required=False)

    def __init__(self, data: Any, body: Organisation) -> None:
        super().__init__(data)
        offered = [(one.code, one.title) for one in catalogue.procedures_for(body)]
        self.offer("demarche", [("", _("Je ne sais pas")), *offered])
        self.fill("quand", clock.now())
