"""What an agent notes beside the procedure's own questions: how it came, who asks, what is missing."""

from dataclasses import asdict, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import IntakeChannel
from parvis.cases.services.entry import Spoken
from parvis.cases.services.intake import Deposit
from parvis.catalogue.forms import engine
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.calling import Calling
from parvis.desk.entry.speakers import CHANNEL_KEY, own_boxes
from parvis.desk.forms import DeskForm
from parvis.people.models import Person, PersonKind, PreferredChannel
from parvis.people.services.organisations import read_numbers

CHANNELS = (IntakeChannel.PHONE, IntakeChannel.COUNTER, IntakeChannel.POST, IntakeChannel.EMAIL)
NOON, SHORT = time(12), "oui"


class EntryForm(DeskForm):
    """The agent's part of the sheet. ``cle`` makes a double click harmless: one sheet, one case."""

    prefix = "saisie"
    cle = forms.UUIDField(widget=forms.HiddenInput)
    personne = forms.UUIDField(widget=forms.HiddenInput, required=False)
    appel = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    numero = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    voie = forms.ChoiceField(
        label=_("La demande arrive par"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites comment la demande arrive."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    recue_le = forms.DateField(
        label=_("Reçue le"),
        help_text=_("Pour un courrier : la date de son arrivée. Les délais partent de ce jour."),
        error_messages={
            "required": _("Indiquez la date d’arrivée."),
            "invalid": _("Écrivez une date complète, par exemple 16/03/2026."),
        },
    )
    prenom = forms.CharField(label=_("Prénom"), max_length=100, required=False)
    nom = forms.CharField(label=_("Nom"), max_length=100, required=False)
    telephone = forms.CharField(label=_("Téléphone"), max_length=32, required=False)
    courriel = forms.EmailField(
        label=_("Adresse e-mail"),
        required=False,
        error_messages={"invalid": _("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")},
    )
    adresse = forms.CharField(
        label=_("Adresse postale"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    organisme = forms.CharField(
        label=_("Pour un organisme"),
        help_text=_("Le nom de l’entreprise ou de l’association, si la personne demande pour elle."),
        required=False,
        max_length=200,
    )
    identifiant = forms.CharField(label=_("Son SIREN, SIRET ou RNA"), required=False, max_length=30)
    repondre = forms.ChoiceField(
        label=_("La personne veut être jointe par"),
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in PreferredChannel],
        initial=PreferredChannel.PHONE,
        error_messages={
            "required": _("Demandez comment joindre la personne."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    accord = forms.BooleanField(
        label=_("La personne accepte les échanges électroniques, décisions comprises"), required=False
    )
    preuve = forms.CharField(
        label=_("Comment elle l’a dit"),
        required=False,
        max_length=300,
        help_text=_(
            "Par exemple : au téléphone, après lecture de la phrase. La date et votre nom sont gardés."
        ),
    )
    court = forms.CharField(widget=forms.HiddenInput, required=False, max_length=3)
    dit = forms.CharField(
        label=_("Ce que dit la personne"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ses mots : ils sont gardés dans les échanges de la demande."),
    )
    incomplet = forms.BooleanField(label=_("Enregistrer même s’il manque des réponses"), required=False)
    pourquoi = forms.CharField(
        label=_("Pourquoi elles manquent"),
        required=False,
        max_length=500,
        help_text=_("Le service chargé de la demande le lira."),
    )
    demander = forms.BooleanField(
        label=_("Demander à la personne les réponses qui manquent"), required=False, initial=True
    )

    def __init__(
        self,
        request: AgentRequest,
        form: engine.Form,
        *,
        lightly: bool = False,
        who: Person | None = None,
        call: Calling | None = None,
        short: bool = False,
    ) -> None:
        posted = request.method == "POST"
        super().__init__(request.POST if posted and not lightly else None)
        self.offer("voie", [(each.value, each.label) for each in CHANNELS])
        self.initial.update(
            {
                "cle": uuid4(),
                "voie": request.session.get(CHANNEL_KEY, IntakeChannel.PHONE.value),
                "recue_le": clock.today().isoformat(),
            }
        )
        self.initial.update({"telephone": call.words, **call.carried} if call else {})
        self.initial.update(own_boxes(who) if who else {})
        for name in [*_asked_by(form), *(("incomplet", "pourquoi") if short else ("dit",))]:
            del self.fields[name]
        if posted and lightly:  # nothing is reproached: the sheet is only shown again, with what was typed
            typed = {name: request.POST.get(self.add_prefix(name)) for name in self.fields}
            self.initial.update({name: value for name, value in typed.items() if value is not None})
        self.initial["court"] = SHORT if short else ""

    def clean_recue_le(self) -> Any:
        """Refuse a date to come."""
        day = self.cleaned_data["recue_le"]
        if day > clock.today():
            raise forms.ValidationError(
                _("Cette date est à venir : indiquez le jour où la demande est arrivée.")
            )
        return day

    def clean_identifiant(self) -> str:
        """Refuse a number whose key is wrong."""
        text: str = self.cleaned_data["identifiant"]
        try:
            read_numbers(text)
        except Invalid as refusal:
            raise forms.ValidationError(refusal.errors["number"]) from None
        return text

    def received_at(self) -> datetime | None:
        """Return when the demand reached the administration: now, or noon of the day it arrived."""
        day = self.cleaned_data["recue_le"]
        return None if day == clock.today() else timezone.make_aware(datetime.combine(day, NOON))

    def contact(self) -> dict[str, Any]:
        """Return what is known of the person beside the answers: at least how to reach them."""
        names = {
            "prenom": "first_name",
            "nom": "last_name",
            "telephone": "phone",
            "courriel": "email",
            "adresse": "postal_address",
            "repondre": "preferred_channel",
        }
        told = {ours: self.cleaned_data[name] for name, ours in names.items() if self.cleaned_data.get(name)}
        return told | self._organisation()

    def _organisation(self) -> dict[str, Any]:
        """Return for which organisation the person asks: they are then its contact."""
        name, text = self.cleaned_data.get("organisme", ""), self.cleaned_data.get("identifiant", "")
        if not (name or text):
            return {}
        return {"kind": PersonKind.LEGAL, "company_name": name, **asdict(read_numbers(text))}

    def without_nobody(self, deposit: Deposit) -> Deposit:
        """Return the deposit without a person when nothing is known of them but how they would be reached."""
        told = asdict(deposit.person) if deposit.person else {}
        names = ("first_name", "last_name", "company_name", "email", "phone", "postal_address")
        return deposit if any(told.get(name) for name in names) else replace(deposit, person=None)

    def choice(self) -> Spoken:
        """Return how the person said they want to be answered, with its proof."""
        told = self.cleaned_data
        return Spoken(told["repondre"], consents=told["accord"], proof=told["preuve"])

    def must_reach(self, known: dict[str, Any]) -> bool:
        """Say whether the person, as known in all, can be reached as they wish; else write what is missing."""
        needs = {
            PreferredChannel.EMAIL: (
                "email",
                _("Il manque l’adresse e-mail. Demandez-la, ou choisissez un autre moyen."),
            ),
            PreferredChannel.PHONE: (
                "phone",
                _("Il manque le téléphone. Demandez-le, ou choisissez un autre moyen."),
            ),
            PreferredChannel.SMS: (
                "phone",
                _("Il manque le numéro de mobile. Demandez-le, ou choisissez un autre moyen."),
            ),
            PreferredChannel.POST: (
                "postal_address",
                _("Il manque l’adresse postale. Demandez-la, ou choisissez un autre moyen."),
            ),
        }
        name, sentence = needs.get(self.cleaned_data["repondre"], ("", ""))
        if name and not known.get(name):
            self.add_error("repondre", sentence)
            return False
        return True

    def why(self) -> str:
        """Return why answers are missing."""
        given: str = self.cleaned_data.get("pourquoi", "")
        if not given and self.cleaned_data["demander"]:
            return str(_("le reste est demandé à la personne."))
        return given or (str(_("saisie courte.")) if "dit" in self.fields else "")

    def key(self) -> UUID:
        """Return the sheet's own key."""
        return UUID(str(self.cleaned_data["cle"]))


_OURS = {"first_name": "prenom", "last_name": "nom", "phone": "telephone", "email": "courriel"}


def _asked_by(form: engine.Form) -> list[str]:
    """Return our fields that the procedure's own questions ask already."""
    roles = form.roles
    asked: list[str] = []
    if "person" in roles:
        question = form.by_key[roles["person"]]
        parts = question.options.get("asks", ("first_name", "last_name", "email", "phone"))
        asked += [_OURS[part] for part in parts if part in _OURS]
    asked += [ours for part, ours in _OURS.items() if part in form.contact]
    addressed = "address" in roles or {"street", "city"} & form.contact.keys()
    asked += ["organisme", "identifiant"] if "company" in roles else []
    return [*asked, "adresse"] if addressed else asked
