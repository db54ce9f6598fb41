"""What an agent notes of a call: what was said, by when they promised to call back, what the call-back gave."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.cases.access import call_backs_promised
from parvis.cases.models import Case
from parvis.cases.services.calls import make_call_back, note_call
from parvis.channels.models import CallOutcome
from parvis.common import clock
from parvis.desk.cases.forms import GestureForm
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.ui import words

EVENING = time(17)
"""By when one calls back when no hour was said."""
_OUTCOMES = [
    (CallOutcome.REACHED.value, _("La personne a répondu")),
    (CallOutcome.ABSENT.value, _("Pas de réponse")),
    (CallOutcome.DROPPED.value, _("Ce rappel n’est plus utile")),
]


class PromiseFields(DeskForm):
    """A note, and the hour by which one promised to call back."""

    note = forms.CharField(
        label=_("Ce qui a été dit"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Écrivez ce qui a été dit.")},
    )
    jour = forms.DateField(
        label=_("Rappel promis, au plus tard le"),
        required=False,
        error_messages={"invalid": _("Écrivez une date complète, par exemple 16/03/2026.")},
    )
    heure = forms.TimeField(
        label=_("À"),
        required=False,
        help_text=_("Sans heure : avant 17 h."),
        error_messages={"invalid": _("Écrivez une heure, par exemple 14:30.")},
    )

    def promised_at(self) -> datetime | None:
        """Return the moment promised, None without promise. An hour alone is one of today."""
        day, hour = self.cleaned_data["jour"], self.cleaned_data["heure"]
        if day is None and hour is None:
            return None
        at = datetime.combine(day or clock.today(), hour or EVENING)
        return timezone.make_aware(at)

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Put a refusal of a promise under its day."""
        super().refuse({"jour" if name == "promised_at" else name: said for name, said in errors.items()})


class CallForm(PromiseFields):
    """What was said to someone, outside of their demands."""

    prefix = "appel"


class CaseCallForm(PromiseFields, GestureForm):
    """What was said about a demand."""


class CallBackForm(GestureForm):
    """What a call-back gave."""

    rappel = forms.ChoiceField(
        label=_("Quel rappel"), error_messages={"invalid_choice": _("Choisissez dans la liste.")}
    )
    suite = forms.ChoiceField(
        label=_("Ce que l’appel a donné"),
        widget=forms.RadioSelect,
        choices=_OUTCOMES,
        error_messages={
            "required": _("Dites ce que l’appel a donné."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        promised = call_backs_promised(case)
        self.offer("rappel", [(key, _said(at)) for key, at in promised.items()])
        if len(promised) == 1:
            self.fields["rappel"].widget = forms.HiddenInput()
        self.initial["rappel"] = next(iter(promised), "")


def note(form: CaseCallForm) -> str:
    """Keep what was said about a demand; return what is told."""
    promised = form.promised_at()
    note_call(case_id=form.case.pk, note=form.cleaned_data["note"], promised_at=promised, by=form.agent)
    if promised is None:
        return gettext("Appel noté.")
    return gettext("Appel noté. Le rappel est dans les échéances de ce service : %(team)s.") % {
        "team": form.case.team.name
    }


def call_back(form: CallBackForm) -> str:
    """Keep what a call-back gave; return what is told."""
    given = form.cleaned_data
    make_call_back(
        case_id=form.case.pk,
        callback=given["rappel"],
        outcome=CallOutcome(given["suite"]),
        note=given["note"],
        by=form.agent,
    )
    return gettext("C’est noté.")


def _said(at: datetime) -> str:
    return f"{words.date(at, weekday=False)}, {words.time(at)}"
