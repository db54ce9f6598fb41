"""The forms of the notification centre."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import Case
from parvis.channels.models import SendingSettings
from parvis.desk.cases.forms import GestureForm
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.people.models import ChoiceSource, PreferredChannel
from parvis.people.services.channel_choices import Choice

_SAID = {
    ChoiceSource.COUNTER: _("au guichet"),
    ChoiceSource.PHONE: _("au téléphone"),
    ChoiceSource.LETTER: _("par courrier"),
}


class ContactForm(GestureForm):
    """How the person wants to be answered, as they told an agent."""

    prefix = "contact"
    moyen = forms.ChoiceField(
        label=_("La personne veut être jointe par"),
        widget=forms.RadioSelect,
        choices=[(each.value, capfirst(str(each.label))) for each in PreferredChannel],
        error_messages={
            "required": _("Choisissez un moyen."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    accord = forms.BooleanField(
        label=_("La personne accepte les décisions par voie électronique"), required=False
    )
    dit = forms.ChoiceField(
        label=_("Elle l’a dit"),
        choices=[(code.value, label) for code, label in _SAID.items()],
        error_messages={"required": _("Dites comment."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    preuve = forms.CharField(
        label=_("Preuve de l’accord"),
        required=False,
        max_length=300,
        help_text=_("Par exemple : formulaire signé le 12 mars, gardé au dossier."),
    )

    def __init__(self, request: AgentRequest, case: Case, *, bound: bool | None = None) -> None:
        super().__init__(request, case, bound=bound)
        person = case.person
        self.initial.update(
            {
                "moyen": person.preferred_channel if person else "",
                "accord": bool(person and person.electronic_consent_at),
                "dit": ChoiceSource.COUNTER.value,
            }
        )

    def choice(self) -> Choice:
        """Return what the person chose. What an agent does not ask stays as it was."""
        person = self.case.person
        return Choice(
            preferred_channel=self.cleaned_data["moyen"],
            consents=self.cleaned_data["accord"],
            tells_opening=bool(person and person.opening_agreed_at),
        )


class ReachedForm(GestureForm):
    """How the person was reached after all."""

    prefix = "jointe"
    comment = forms.CharField(
        label=_("Comment la personne a été jointe"),
        required=False,
        max_length=300,
        help_text=_("Par exemple : rappelée, nouvelle adresse notée."),
    )


RETURNED = [
    ("returned_unknown", _("destinataire inconnu à l’adresse")),
    ("returned_address", _("adresse incomplète ou illisible")),
    ("returned_refused", _("pli refusé")),
    ("returned_unclaimed", _("recommandé non réclamé")),
]
"""Why the post brings a letter back, as its labels say."""


class ReturnForm(DeskForm):
    """Why a letter came back."""

    motif = forms.ChoiceField(label=_("Pourquoi"), choices=RETURNED)


class StyleForm(DeskForm):
    """How a body signs what it sends, and whether it sends."""

    nom = forms.CharField(label=_("Nom de l’expéditeur"), required=False, max_length=200)
    sms = forms.CharField(
        label=_("Expéditeur des SMS"),
        required=False,
        max_length=11,
        help_text=_("3 à 11 lettres sans accent ou chiffres. Vide : d’après le nom de l’organisme."),
    )
    signature = forms.CharField(
        label=_("Signature des e-mails"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    recommande = forms.BooleanField(
        label=_("Envoyer en recommandé les lettres qui font partir un délai"), required=False
    )
    essai = forms.BooleanField(
        label=_("Mode d’essai : rien ne part, tout est gardé et montré"), required=False
    )

    def __init__(self, data: Any, known: SendingSettings | None) -> None:
        super().__init__(data)
        if known is not None:
            self.initial.update(
                {
                    "nom": known.sender_name,
                    "sms": known.sms_sender,
                    "signature": known.signature,
                    "recommande": known.registered,
                    "essai": known.is_test,
                }
            )
