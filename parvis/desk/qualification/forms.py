"""The form of a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import IntakeChannel, Level
from parvis.desk.forms import DeskForm
from parvis.organisations.models import Organisation
from parvis.organisations.queries import municipality_search
from parvis.people.models import PersonKind

_ANY = ("", _("Toutes"))


class RuleForm(DeskForm):
    """When, then: a line of the body's rules."""

    nom = forms.CharField(
        label=_("Nom de la règle"),
        max_length=100,
        error_messages={"required": _("Donnez un nom à la règle.")},
    )
    mots = forms.CharField(
        label=_("La demande contient l’un de ces mots"),
        required=False,
        max_length=600,
        help_text=_(
            "Séparés par des virgules. Les accents ne comptent pas. « fuit » trouve aussi « fuite »."
        ),
    )
    demarche = forms.ChoiceField(label=_("Démarche"), required=False)
    voie = forms.ChoiceField(
        label=_("Voie d’arrivée"),
        required=False,
        choices=[_ANY, *((each.value, each.label) for each in IntakeChannel)],
    )
    commune = forms.CharField(label=_("Commune"), required=False, max_length=100)
    personne = forms.ChoiceField(
        label=_("Personne"),
        required=False,
        choices=[_ANY, *((each.value, each.label) for each in PersonKind)],
    )
    service = forms.ChoiceField(label=_("La confier au service"), required=False)
    urgence = forms.ChoiceField(
        label=_("Urgence"),
        required=False,
        choices=[("", _("Sans changement")), *((str(each.value), each.label) for each in Level)],
    )
    etiquettes = forms.CharField(
        label=_("Étiquettes"), required=False, max_length=300, help_text=_("Séparées par des virgules.")
    )

    def __init__(self, data: Any, body: Organisation, procedures: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.body = body
        self.offer("demarche", [_ANY, *procedures])
        teams = [(str(team.pk), team.name) for team in body.teams.filter(is_active=True).order_by("name")]
        self.offer("service", [("", _("Sans changement")), *teams])

    def clean_commune(self) -> int | None:
        """Return the municipality of a name. Refuses one that is not known."""
        name = self.cleaned_data["commune"].strip()
        if not name:
            return None
        found = next(iter(municipality_search(name, limit=1)), None)
        if found is None:
            raise forms.ValidationError(_("Aucune commune ne porte ce nom."))
        return int(found.pk)

    def facts(self) -> dict[str, Any]:
        """Return the rule as the service takes it."""
        given = self.cleaned_data
        return {
            "procedures": [given["demarche"]] if given["demarche"] else [],
            "channels": [given["voie"]] if given["voie"] else [],
            "words": _listed(given["mots"]),
            "municipality_id": given["commune"],
            "person_kind": given["personne"],
            "team_id": int(given["service"]) if given["service"] else None,
            "urgency": int(given["urgence"]) if given["urgence"] else None,
            "impact": None,
            "tags": _listed(given["etiquettes"]),
        }


def _listed(text: str) -> list[str]:
    return [part.strip()[:60] for part in text.split(",") if part.strip()][:30]
