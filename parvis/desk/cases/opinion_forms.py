"""The forms of an opinion asked of another service, and given."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import access
from parvis.cases.models import Case, OpinionSilence, Stance
from parvis.cases.services.opinions import ask_opinion, give_opinion
from parvis.common import clock
from parvis.desk.cases.forms import CHOOSE, TransferForm
from parvis.desk.cases.forms import GestureForm as _GestureForm
from parvis.desk.entrance import AgentRequest

DELAY_FOR_OPINION = timedelta(days=30)
"""Proposed to the agent: a text often gives a month (code de l’urbanisme, R*423-59)."""


class OpinionForm(TransferForm):
    """Of whom an opinion is asked, on what, by when, and what its silence is worth. Teams are offered as to forward."""

    motif = forms.CharField(
        label=gettext_lazy("Votre question"),
        help_text=gettext_lazy("Le service consulté la lira ; la personne non."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Écrivez votre question : le service consulté la lira.")},
    )
    avant = forms.DateField(
        label=gettext_lazy("Avis à rendre avant le"),
        error_messages={
            "required": gettext_lazy("Indiquez une date."),
            "invalid": gettext_lazy("Écrivez une date complète, par exemple 16/03/2026."),
        },
    )
    silence = forms.ChoiceField(
        label=gettext_lazy("Si l’avis ne vient pas"),
        widget=forms.RadioSelect,
        choices=OpinionSilence.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    attend = forms.BooleanField(label=gettext_lazy("La demande attend cet avis"), required=False)
    NAMES = {"to": "vers", "question": "motif", "due_on": "avant"}

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        due = (clock.today() + DELAY_FOR_OPINION).isoformat()
        self.initial.update({"avant": due, "silence": OpinionSilence.WITHOUT, "attend": True})
        self.fields["vers"].label = _("Demander l’avis de")

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        super().refuse({self.NAMES.get(name, name): said for name, said in errors.items()})


class GiveOpinionForm(_GestureForm):
    """The opinion of the agent's team, with its reasons."""

    avis = forms.ChoiceField(
        label=gettext_lazy("Votre avis"),
        widget=forms.RadioSelect,
        choices=Stance.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    texte = forms.CharField(
        label=gettext_lazy("Vos raisons"),
        help_text=gettext_lazy("Les agents les lisent ; la personne non."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
        error_messages={"required": gettext_lazy("Écrivez vos raisons : le service qui décide les lira.")},
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        awaited = [one for one in access.opinions_awaited(case) if access.can_advise_on(request.agent, one)]
        self.asked = awaited[0] if awaited else None


def ask(form: OpinionForm) -> str:
    """Ask the opinion; return what is said after."""
    given, team = form.cleaned_data, form.chosen()
    ask_opinion(
        case_id=form.case.pk,
        to=team,
        question=given["motif"],
        due_on=given["avant"],
        silence=given["silence"],
        waits=given["attend"],
        by=form.agent,
    )
    return _("Avis demandé à %(team)s.") % {"team": team.name}


def give(form: GiveOpinionForm) -> str:
    """Give the opinion; return what is said after."""
    given = form.cleaned_data
    opinion = form.asked["opinion"] if form.asked else ""
    give_opinion(
        case_id=form.case.pk, opinion=opinion, stance=given["avis"], text=given["texte"], by=form.agent
    )
    return _("Votre avis est rendu. Le service qui décide le lit.")
