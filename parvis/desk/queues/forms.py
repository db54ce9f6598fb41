"""What narrows a list, and the name of a list kept."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.cases import desk_queries
from parvis.cases.models import IntakeChannel
from parvis.cases.queries import Filters
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.desk.frame import own_teams

BAD_DATE = {"invalid": _("Écrivez une date complète, par exemple 16/03/2026.")}
KEPT = ("demarche", "voie", "etat", "service", "du", "au")
"""Names in the address: what a saved view remembers."""
OPEN_KEY = "filtres"
NO_SUCH_CHOICE = _("Ce choix n’existe pas ou n’est plus proposé.")


class FilterForm(DeskForm):
    """Filters of a list, read from the address. An unknown value narrows nothing."""

    demarche = forms.ChoiceField(label=_("Démarche"), required=False)
    voie = forms.ChoiceField(label=_("Voie d’arrivée"), required=False)
    etat = forms.ChoiceField(label=_("État"), required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    du = forms.DateField(label=_("Reçue depuis le"), required=False, error_messages=BAD_DATE)
    au = forms.DateField(label=_("Reçue jusqu’au"), required=False, error_messages=BAD_DATE)

    def __init__(self, request: AgentRequest) -> None:
        super().__init__(request.GET)
        everything = ("", _("Toutes"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "demarche": [(each.value, each.label) for each in desk_queries.procedures_handled()],
            "voie": list(IntakeChannel.choices),
            "etat": [
                (state.value, word) for state, (word, *_rest) in words.STATES.items() if state != "draft"
            ],
            "service": [(str(team.pk), team.name) for team in own_teams(request)],
        }
        for name, offered in choices.items():
            self.offer(name, [everything, *offered])
            self.draw(
                name, empty_label=_("Tous") if name in {"etat", "service"} else _("Toutes"), required=True
            )
            self.fields[name].error_messages["invalid_choice"] = NO_SUCH_CHOICE
        for name in ("du", "au"):
            self.draw(name, required=True)  # every filter may be left aside: none need say so

    @staticmethod
    def asked_by(request: AgentRequest) -> bool:
        """Say whether the address narrows the list, or asks to: most pages do neither and spare the form."""
        return not {OPEN_KEY, *KEPT}.isdisjoint(request.GET)

    def filters(self) -> Filters:
        """Return the filters that can be read."""
        self.is_valid()
        given = self.cleaned_data
        team = given.get("service")
        return Filters(
            procedure=given.get("demarche", ""),
            channel=given.get("voie", ""),
            state=given.get("etat", ""),
            team=int(team) if team else None,
            received_from=given.get("du"),
            received_to=given.get("au"),
        )

    def in_force(self) -> dict[str, str]:
        """Return the filters of the address that narrow something, as they stand in it."""
        return {name: self.data[name] for name in KEPT if self.data.get(name) and name not in self.errors}

    def said(self) -> list[str]:
        """Return the filters in force, in words."""
        said = []
        for name in self.in_force():
            field, value = self.fields[name], self.data[name]
            shown = (
                dict(cast("list[tuple[str, str]]", field.choices)).get(value, value)
                if isinstance(field, forms.ChoiceField)
                else value
            )
            said.append(_("%(name)s : %(text)s") % {"name": field.label, "text": shown})
        return said


class ViewForm(DeskForm):
    """The name under which an agent keeps a list."""

    nom = forms.CharField(
        label=_("Nom de la vue"),
        max_length=80,
        error_messages={
            "required": _("Donnez un nom à cette vue."),
            "max_length": _("Choisissez un nom plus court : 80 caractères au plus."),
        },
    )
