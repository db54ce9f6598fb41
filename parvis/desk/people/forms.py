"""Why a file is opened, when no demand of the agent's teams says it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.desk.forms import DeskForm
from parvis.people.models import LookPurpose

_ASKED = {
    LookPurpose.COUNTER: _("La personne est au guichet"),
    LookPurpose.PHONE: _("La personne est au téléphone"),
    LookPurpose.LETTER: _("Un courrier ou un e-mail d’elle est arrivé"),
    LookPurpose.IDENTITY: _("Vérifier ses coordonnées"),
    LookPurpose.OTHER: _("Une autre raison"),
}


class PurposeForm(DeskForm):
    """The reason, which the person reads in their space."""

    purpose = forms.ChoiceField(
        label=_("Pourquoi ouvrir cette fiche ?"),
        help_text=_("La personne le lit dans son espace, avec votre service et votre qualité."),
        widget=forms.RadioSelect,
        choices=[(code.value, label) for code, label in _ASKED.items()],
        error_messages={"required": _("Dites pourquoi."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    detail = forms.CharField(label=_("Précision"), required=False, max_length=300)
