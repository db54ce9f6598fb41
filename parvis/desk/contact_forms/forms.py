"""What an administrator writes of a contact form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import ContactForm
from parvis.cases.services.contact_forms import MOST_FILES, Words
from parvis.catalogue.queries import procedures_for
from parvis.desk.forms import DeskForm
from parvis.organisations.models import Organisation

NAMES = {
    "title": "titre",
    "team": "service",
    "procedure": "demarche",
    "topics": "sujets",
    "files": "fichiers",
}


class ContactFormForm(DeskForm):
    """The words of a form, whose service receives it, and what one may choose there."""

    service = forms.ChoiceField(label=_("Service qui reçoit les messages"))
    titre = forms.CharField(
        label=_("Titre"),
        max_length=120,
        help_text=_("Par exemple : Écrire au service des espaces verts."),
        error_messages={"required": _("Donnez un titre au formulaire.")},
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ce qu’on peut demander ici, et sous combien de temps vous répondez."),
    )
    sujets = forms.CharField(
        label=_("Sujets proposés"),
        required=False,
        max_length=1400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Un par ligne. Sans liste, la personne écrit le sujet elle-même."),
    )
    demarche = forms.ChoiceField(
        label=_("Démarche"),
        help_text=_("Les messages deviennent des demandes de cette démarche, avec ses délais et ses règles."),
    )
    fichiers = forms.IntegerField(
        label=_("Nombre de fichiers que l’on peut joindre"),
        min_value=0,
        max_value=MOST_FILES,
        initial=5,
        help_text=_("0 : aucun."),
        error_messages={
            "required": _("Choisissez un nombre de 0 à 10."),
            "invalid": _("Choisissez un nombre de 0 à 10."),
            "min_value": _("Choisissez un nombre de 0 à 10."),
            "max_value": _("Choisissez un nombre de 0 à 10."),
        },
    )
    merci = forms.CharField(
        label=_("Après l’envoi"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Ce que vous voulez dire à qui vient d’écrire. Le numéro et la date promise sont déjà dits."
        ),
    )

    def __init__(self, data: Any, body: Organisation, known: ContactForm | None = None) -> None:
        super().__init__(data, initial=_initial(known))
        teams = body.teams.filter(is_active=True).order_by("name")
        self.offer("service", [(str(team.pk), team.name) for team in teams])
        self.offer("demarche", [(one.code, one.title) for one in procedures_for(body)])
        self.draw("fichiers", width="4", inputmode="numeric")

    def words(self) -> Words:
        """Return the form as the service takes it."""
        given = self.cleaned_data
        return Words(
            team_id=int(given["service"]),
            title=given["titre"],
            introduction=given["introduction"],
            thanks=given["merci"],
            topics=given["sujets"].splitlines(),
            procedure_code=given["demarche"],
            most_files=given["fichiers"],
        )


def _initial(known: ContactForm | None) -> dict[str, Any]:
    if known is None:
        return {"demarche": "contact"}
    return {
        "service": str(known.team_id),
        "titre": known.title,
        "introduction": known.introduction,
        "sujets": "\n".join(known.topics),
        "demarche": known.procedure_code,
        "fichiers": known.most_files,
        "merci": known.thanks,
    }
