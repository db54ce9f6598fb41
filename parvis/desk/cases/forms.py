"""The forms of gestures on a case."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.cases import desk_queries
from parvis.cases.models import Case, LegalState, Outcome
from parvis.cases.services.treatment import DECISIONS, UNFAVOURABLE
from parvis.catalogue.field_types import clean_line
from parvis.common import clock
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.organisations import queries as organisations
from parvis.organisations.models import Agent, Team

MOST_FILES = 10
DELAY_FOR_PIECES = timedelta(days=30)
"""Proposed to the agent, who sets what is fair: the law gives no number (CRPA L114-5)."""
CHOOSE = _("Choisissez dans la liste.")


class GestureForm(DeskForm):
    """A form about one case, made from the request that shows or sends it."""

    def __init__(self, request: AgentRequest, case: Case, *, bound: bool | None = None) -> None:
        self.case, self.agent = case, request.agent
        posted = request.method == "POST" if bound is None else bound
        super().__init__(request.POST if posted else None, request.FILES if posted else None)


class SeveralFiles(forms.FileField):
    """Several files at once; each is checked when it is stored (``parvis.documents``)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.ClearableFileInput()
        widget.allow_multiple_selected = True
        super().__init__(widget=widget, required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[File]:  # type: ignore[type-arg] # noqa: ARG002
        """Return the files given, emptiness included: the storage says what is wrong with each."""
        given = data if isinstance(data, list | tuple) else [data]
        files = [file for file in given if file]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Joignez 10 fichiers au plus."))
        return files


class AnswerForm(GestureForm):
    """What the composer sends."""

    texte = forms.CharField(
        label=_("Votre réponse"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        error_messages={
            "required": _("Écrivez votre réponse."),
            "max_length": _("Votre texte est trop long : 20 000 caractères au plus."),
        },
    )
    fichiers = SeveralFiles(label=_("Pièces jointes"))

    def __init__(
        self, request: AgentRequest, case: Case, *, bound: bool | None = None, kept: str = ""
    ) -> None:
        super().__init__(request, case, bound=bound)
        self.initial["texte"] = kept
        self.draw("fichiers", max_files=MOST_FILES, required=False)


class NoteForm(GestureForm):
    """A note between agents."""

    prefix = "note"
    texte = forms.CharField(
        label=_("Votre note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        help_text=_("Seuls les agents la lisent."),
        error_messages={"required": _("Écrivez votre note.")},
    )


class AssignForm(GestureForm):
    """Who treats the case: oneself, a colleague of the team, nobody."""

    a = forms.ChoiceField(
        label=_("Confier à"),
        error_messages={"required": _("Choisissez un agent."), "invalid_choice": CHOOSE},
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        self._agents = {str(agent.pk): agent for agent in desk_queries.colleagues([case.team_id])}
        mine = str(request.agent.agent_id)
        names = [(key, str(agent)) for key, agent in self._agents.items() if key != mine]
        own = [(mine, _("moi"))] if mine in self._agents else []
        self.offer("a", [*own, *names, ("personne", _("personne : à attribuer"))])
        self.initial["a"] = str(case.assignee_id or "")

    def chosen(self) -> Agent | None:
        """Return the agent, None to put the case back."""
        return self._agents.get(self.cleaned_data["a"])


class StateForm(GestureForm):
    """Where the case stands now."""

    etat = forms.ChoiceField(
        label=_("La demande est maintenant"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un état."), "invalid_choice": CHOOSE},
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        offered = (LegalState.IN_PROGRESS, LegalState.WAITING_FOR_PERSON, LegalState.WAITING_FOR_THIRD_PARTY)
        self.offer("etat", [(state.value, words.STATES[state][0]) for state in offered])
        self.initial["etat"] = case.state


class PiecesForm(GestureForm):
    """All that is missing, at once, with a date to give it by (CRPA L114-5)."""

    pieces = forms.CharField(
        label=_("Pièces à demander"),
        help_text=_("Une par ligne. Demandez tout ce qui manque en une seule fois."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Indiquez au moins une pièce.")},
    )
    avant = forms.DateField(
        label=_("À donner avant le"),
        error_messages={
            "required": _("Indiquez une date."),
            "invalid": _("Écrivez une date complète, par exemple 16/03/2026."),
        },
    )
    suspend = forms.BooleanField(
        label=_("Sans ces pièces, la demande ne peut pas être examinée : le délai s’arrête"), required=False
    )
    texte = forms.CharField(
        label=_("Message à la personne"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        self.initial.update({"avant": (clock.today() + DELAY_FOR_PIECES).isoformat(), "suspend": True})

    def labels(self) -> list[str]:
        """Return the pieces, one a line."""
        return [line.strip()[:300] for line in self.cleaned_data["pieces"].splitlines() if line.strip()][:30]


class TransferForm(GestureForm):
    """Which team is competent, and why (CRPA L114-2). The teams offered: by place first, then those searched."""

    vers = forms.ChoiceField(
        label=_("Transmettre à"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez un service."),
            "invalid_choice": _("Choisissez un service de la liste."),
        },
    )
    motif = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Le service suivant le lira ; la personne non."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Dites pourquoi vous transmettez : le service suivant le lira.")},
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        self.asked = clean_line(request.GET.get("service") or request.POST.get("cherche", ""))[:100]
        self._teams = {str(team.pk): team for team in _teams_for(case, self.asked)}
        options = [(key, _team_label(team, case)) for key, team in self._teams.items()]
        self.offer("vers", options)
        self.initial["vers"] = request.GET.get("vers", "")

    @property
    def has_choices(self) -> bool:
        """Return whether any team is offered."""
        return bool(self._teams)

    def chosen(self) -> Team:
        """Return the team."""
        return self._teams[self.cleaned_data["vers"]]


def _teams_for(case: Case, asked: str) -> list[Team]:
    """Return the teams found by name, or those competent for the procedure at the place, own body's others after."""
    if asked:
        found = organisations.teams_to_transfer_to(asked)
    else:
        place = case.municipality_id
        by_place = organisations.competent_teams_elsewhere(case.procedure_code, place) if place else []
        found = [*by_place, *desk_queries.teams_of_body(case.organisation_id)]
    return list({team.pk: team for team in found if team.pk != case.team_id}.values())


def _team_label(team: Team, case: Case) -> str | Promise:
    return (
        team.name
        if team.organisation_id == case.organisation_id
        else f"{team.name} · {team.organisation.name}"
    )


class DecideForm(GestureForm):
    """An express decision. Unfavourable, it states its reasons in law and in fact (CRPA L211-2, L211-5)."""

    NEEDED: ClassVar = {
        "droit": _("Un refus dit sur quels textes il se fonde. Citez-les : la personne les lira."),
        "fait": _("Un refus dit ce qui, dans cette demande, y conduit. Écrivez-le : la personne le lira."),
    }
    issue = forms.ChoiceField(
        label=_("La demande est"),
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Outcome if each in DECISIONS],
        error_messages={"required": _("Choisissez ce que vous décidez."), "invalid_choice": CHOOSE},
    )
    texte = forms.CharField(
        label=_("Ce qui est décidé"),
        required=False,
        help_text=_("Vide, la lettre dit simplement l’issue de la demande."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )
    droit = forms.CharField(
        label=_("Motifs de droit"),
        required=False,
        help_text=_("Obligatoires pour un refus : les textes sur lesquels vous vous fondez."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )
    fait = forms.CharField(
        label=_("Motifs de fait"),
        required=False,
        help_text=_("Obligatoires pour un refus : ce qui, dans cette demande, conduit à le prononcer."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )

    def clean(self) -> dict[str, Any]:
        """Say under each field what an unfavourable decision still needs; the service holds the rule."""
        if self.cleaned_data.get("issue") in UNFAVOURABLE:
            for name, sentence in self.NEEDED.items():
                if not self.cleaned_data.get(name):
                    self.add_error(name, sentence)
        return self.cleaned_data

    def outcome(self) -> Outcome:
        """Return the outcome chosen."""
        return Outcome(self.cleaned_data["issue"])


class CloseForm(GestureForm):
    """How the case ends, when no decision was taken."""

    issue = forms.ChoiceField(
        label=_("La demande se termine ainsi"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (Outcome.ANSWERED.value, Outcome.ANSWERED.label),
            (Outcome.NO_FOLLOW_UP.value, Outcome.NO_FOLLOW_UP.label),
        ],
        initial=Outcome.ANSWERED,
        error_messages={"invalid_choice": CHOOSE},
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        if case.outcome:
            del self.fields["issue"]

    def outcome(self) -> Outcome | None:
        """Return the outcome, None when a decision has said it."""
        given = self.cleaned_data.get("issue")
        return Outcome(given) if given else None


class ReopenForm(GestureForm):
    """Why an ended case is taken up again."""

    motif = forms.CharField(
        label=_("Pourquoi reprendre cette demande"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": _("Dites pourquoi vous reprenez cette demande.")},
    )
