"""What an agent reads on a letter, and how scans are given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.cases import desk_queries
from parvis.cases.services.post_triage import Entered
from parvis.channels.models import InboundLetter, PileSplit
from parvis.common import clock
from parvis.desk.cases.forms import SeveralFiles
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.desk.mails.forms import FEW, NO_SUCH_CHOICE, ProcedureForm
from parvis.desk.sendings.forms import RETURNED
from parvis.organisations.access import can_receive_for
from parvis.organisations.models import Organisation, Team
from parvis.organisations.queries import teams_by_id

_ACCEPTED = ".pdf,.tif,.tiff,.jpg,.jpeg,.png,.webp,.heic"


class StampedForm(DeskForm):
    """A form on a letter: the day of its stamp is never supposed."""

    tampon = forms.DateField(
        label=_("Tampon d’arrivée"),
        help_text=_("La date lue sur le papier. Les délais partent de ce jour."),
        error_messages={
            "required": _("Recopiez la date du tampon d’arrivée."),
            "invalid": _("Écrivez une date complète, par exemple 16/03/2026."),
        },
    )

    def clean_tampon(self) -> Any:
        """Refuse a date to come."""
        day = self.cleaned_data["tampon"]
        if day > clock.today():
            raise forms.ValidationError(_("Cette date est à venir : indiquez celle du tampon d’arrivée."))
        return day


class LetterJoinForm(StampedForm):
    """The demand that a letter joins."""

    prefix = "joindre"
    numero = forms.CharField(
        label=_("Numéro de la demande"),
        max_length=40,
        error_messages={"required": _("Écrivez le numéro de la demande.")},
    )
    texte = forms.CharField(
        label=_("Ce que dit le courrier"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("En quelques mots, pour retrouver la demande par la recherche."),
    )


class LetterMakeForm(ProcedureForm, StampedForm):
    """The demand that a letter makes: short, whatever the procedure; what is missing is asked later."""

    prefix = "saisie"
    objet = forms.CharField(
        label=_("Objet"), max_length=120, error_messages={"required": _("Écrivez l’objet du courrier.")}
    )
    texte = forms.CharField(
        label=_("Ce que demande la personne"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez ce que demande la personne.")},
    )
    nom = forms.CharField(label=_("Prénom et nom"), max_length=200, required=False)
    adresse = forms.CharField(
        label=_("Adresse postale"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    courriel = forms.EmailField(
        label=_("Adresse e-mail"),
        required=False,
        error_messages={"invalid": _("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")},
    )
    telephone = forms.CharField(label=_("Téléphone"), max_length=32, required=False)

    def entered(self) -> Entered:
        """Return what the agent read."""
        told = self.cleaned_data
        return Entered(
            arrived_on=told["tampon"],
            subject=told["objet"],
            text=told["texte"],
            name=told["nom"],
            postal_address=told["adresse"],
            email=told["courriel"],
            phone=told["telephone"],
        )


class LetterReturnForm(StampedForm):
    """Why a letter of ours came back, and when."""

    prefix = "revenu"
    motif = forms.ChoiceField(
        label=_("Pourquoi"),
        choices=RETURNED,
        error_messages={"required": _("Choisissez dans la liste."), "invalid_choice": NO_SUCH_CHOICE},
    )


class GiveForm(DeskForm):
    """Scans given by hand."""

    fichiers = SeveralFiles(
        label=_("Fichiers numérisés"),
        help_text=_("PDF, TIFF ou images. Chaque fichier peut contenir plusieurs courriers."),
    )
    pour = forms.ChoiceField(
        label=_("Pour"),
        error_messages={"required": _("Choisissez dans la liste."), "invalid_choice": NO_SUCH_CHOICE},
    )
    separe = forms.ChoiceField(
        label=_("Ce qui sépare deux courriers"),
        choices=PileSplit.choices,
        initial=PileSplit.SHEETS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez dans la liste."), "invalid_choice": NO_SUCH_CHOICE},
    )
    tampon = forms.DateField(
        label=_("Tampon d’arrivée"),
        required=False,
        help_text=_("S’il est le même sur tous ces courriers. Sinon, il est demandé pour chacun."),
        error_messages={"invalid": _("Écrivez une date complète, par exemple 16/03/2026.")},
    )

    def __init__(self, request: AgentRequest, teams: list[Team]) -> None:
        posted = request.method == "POST"
        super().__init__(request.POST if posted else None, request.FILES if posted else None)
        self.bodies = {body.pk: body for body in received(request)}
        self.teams = {team.pk: team for team in teams}
        self.offer("pour", choices_for(list(self.bodies.values()), teams))
        first = next((team for team in teams if team.organisation_id in self.bodies), None)
        if first is not None:  # what one gives is then seen by one's own service
            self.initial["pour"] = f"{first.organisation_id}:{first.pk}"
        self.draw("fichiers", max_files=20, accept=_ACCEPTED, required=True)

    def clean_fichiers(self) -> Any:
        """Ask for at least one file."""
        files = self.cleaned_data["fichiers"]
        if not files:
            raise forms.ValidationError(_("Choisissez au moins un fichier."))
        return files

    def clean_tampon(self) -> Any:
        """Refuse a date to come."""
        day = self.cleaned_data["tampon"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Cette date est à venir : indiquez celle du tampon d’arrivée."))
        return day

    def chosen(self) -> tuple[Organisation, Team | None]:
        """Return for whom the scans are."""
        body, _colon, team = self.cleaned_data["pour"].partition(":")
        return self.bodies[int(body)], self.teams.get(int(team)) if team else None


def choices_for(bodies: list[Organisation], teams: list[Team]) -> list[tuple[str, Any]]:
    """Return each body, then each of its services that the agent is in."""
    return [
        choice
        for body in bodies
        for choice in [
            (f"{body.pk}:", body.name),
            *((f"{body.pk}:{team.pk}", team.name) for team in teams if team.organisation_id == body.pk),
        ]
    ]


def own_teams(request: AgentRequest) -> list[Team]:
    """Return the agent's teams."""
    return list(teams_by_id(request.agent.teams))


def received(request: AgentRequest) -> list[Organisation]:
    """Return the bodies for which the agent receives."""
    keys = request.agent.bodies | request.agent.receives_for
    found = desk_queries.bodies_among(keys, limit=FEW)
    return [body for body in found if can_receive_for(request.agent, body.pk)]


def bodies_for(request: AgentRequest, letter: InboundLetter) -> list[Organisation]:
    """Return the bodies for which the agent may make a demand of a letter: its own first."""
    others = [body for body in received(request) if body.pk != letter.organisation_id]
    own = [letter.organisation] if can_receive_for(request.agent, letter.organisation_id) else []
    return [*own, *others][:FEW]
