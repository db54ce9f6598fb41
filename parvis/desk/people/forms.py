"""Why a file is opened, when no demand of the agent's teams says it; what agents note of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.desk.forms import DeskForm
from parvis.people.models import LookPurpose, MergeGround, Person, TieKind

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


_GROUNDS = {
    MergeGround.ASKED: _("La personne l’a demandé"),
    MergeGround.DOCUMENT: _("J’ai vu une pièce d’identité"),
    MergeGround.ENTRY: _("La même personne a été enregistrée deux fois"),
}


class MergeForm(DeskForm):
    """What shows that two files are of one person."""

    ground = forms.ChoiceField(
        label=_("Comment savez-vous que c’est la même personne ?"),
        help_text=_("La personne le lit dans son espace."),
        widget=forms.RadioSelect,
        choices=[(code.value, label) for code, label in _GROUNDS.items()],
        error_messages={
            "required": _("Dites comment vous le savez."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    detail = forms.CharField(label=_("Précision"), required=False, max_length=300)


class UndoForm(DeskForm):
    """Why two files are put apart."""

    why = forms.CharField(
        label=_("Pourquoi séparer ces fiches ?"),
        help_text=_("La personne le lit dans son espace."),
        max_length=300,
        error_messages={"required": _("Dites pourquoi.")},
    )


class ContactForm(DeskForm):
    """An address or a number that a person gives."""

    value = forms.CharField(
        label=_("Adresse e-mail ou téléphone"),
        max_length=254,
        error_messages={"required": _("Écrivez une adresse ou un numéro.")},
    )
    seen = forms.BooleanField(label=_("Je l’ai vérifié avec la personne"), required=False)

    def kind(self) -> str:
        """Return what was typed: an e-mail address has an @."""
        return "email" if "@" in self.cleaned_data["value"] else "phone"


class AddressForm(DeskForm):
    """Where the letters of a person go."""

    address = forms.CharField(
        label=_("Adresse postale"),
        help_text=_("Comme sur une enveloppe : la rue, puis le code postal et la ville."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OrganisationForm(DeskForm):
    """The name and the numbers of a company or an association."""

    name = forms.CharField(
        label=_("Nom de l’organisme"), max_length=200, error_messages={"required": _("Écrivez le nom.")}
    )
    siret = forms.CharField(
        label=_("SIREN ou SIRET"), help_text=_("9 ou 14 chiffres."), required=False, max_length=30
    )
    rna = forms.CharField(
        label=_("Numéro RNA d’une association"),
        help_text=_("W et neuf signes."),
        required=False,
        max_length=20,
    )

    def fill(self, who: Person) -> None:
        """Begin with what is known."""
        self.initial = {"name": who.company_name, "siret": who.siret, "rna": who.rna}


class TieForm(DeskForm):
    """In what capacity a person acts for another, and until when."""

    kind = forms.ChoiceField(
        label=_("En tant que"),
        choices=TieKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites à quel titre."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    until = forms.DateField(
        label=_("Jusqu’au"),
        help_text=_("Laissez vide si aucune fin n’est prévue."),
        required=False,
        error_messages={"invalid": _("Écrivez une date complète, par exemple 16/03/2027.")},
    )
    note = forms.CharField(
        label=_("Comment vous le savez"),
        help_text=_("Par exemple : mandat vu au guichet, livret de famille."),
        required=False,
        max_length=300,
    )
