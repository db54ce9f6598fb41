"""What one writes in a contact form, and how one wants to be answered."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import ContactForm
from parvis.cases.services.contact_forms import Written
from parvis.channels.queries import is_carried
from parvis.documents.models import StoredFile
from parvis.people.models import Person, PreferredChannel
from parvis.people.phones import international
from parvis.ui.drawn_forms import DrawnForm

LONGEST = 10_000
OTHER = "autre"
_EMAIL, _PHONE, _POST, _SMS = (
    PreferredChannel.EMAIL.value,
    PreferredChannel.PHONE.value,
    PreferredChannel.POST.value,
    PreferredChannel.SMS.value,
)


class WritingForm(DrawnForm):
    """The fields of a contact form; ``form`` says which subjects are offered."""

    sujet = forms.ChoiceField(
        label=_("De quoi s’agit-il ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un sujet."), "invalid_choice": _("Choisissez un sujet.")},
    )
    objet = forms.CharField(
        label=_("De quoi s’agit-il ?"),
        max_length=120,
        help_text=_("En quelques mots."),
        error_messages={"required": _("Écrivez en quelques mots de quoi il s’agit.")},
    )
    message = forms.CharField(
        label=_("Votre message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Écrivez votre message.")},
    )
    nom = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=150,
        error_messages={"required": _("Indiquez votre nom : nous saurons à qui répondre.")},
    )
    reponse = forms.ChoiceField(
        label=_("Comment voulez-vous recevoir notre réponse ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment nous vous répondons.")},
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")},
    )
    telephone = forms.CharField(label=_("Votre téléphone"), required=False, max_length=32)
    adresse = forms.CharField(
        label=_("Votre adresse postale"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    NEEDS = {
        _EMAIL: ("email", _("Indiquez votre adresse e-mail : nous y répondrons.")),
        _PHONE: ("telephone", _("Indiquez votre numéro : nous vous appellerons.")),
        _SMS: ("telephone", _("Indiquez votre numéro de mobile : nous y répondrons.")),
        _POST: ("adresse", _("Indiquez votre adresse postale : nous y répondrons.")),
    }

    def __init__(self, data: Any, form: ContactForm, person: Person | None, topic: str = "") -> None:
        super().__init__(data, initial=_known(person, form, topic), auto_id="%s")
        if form.topics:
            offered = [(topic, topic) for topic in form.topics]
            self.offer("sujet", [*offered, (OTHER, _("Autre sujet"))])
            self.fields["objet"].required = False
            self.fields["objet"].label = _("Précisez, si c’est un autre sujet")
        else:
            del self.fields["sujet"]
        ways = [(_EMAIL, _("Par e-mail")), (_PHONE, _("Par téléphone")), (_POST, _("Par courrier"))]
        if is_carried("sms", form.organisation_id):
            ways.insert(1, (_SMS, _("Par SMS")))
        self.offer("reponse", ways)
        for name, told in (
            ("nom", "name"),
            ("email", "email"),
            ("telephone", "tel"),
            ("adresse", "street-address"),
        ):
            self.draw(name, autocomplete=told)
        self.draw("message", max_length=LONGEST, rows=8)
        self.draw("telephone", kind="tel", autocomplete="tel", width="20")

    def clean_telephone(self) -> str:
        """Return a number that can be called. Refuses another."""
        typed: str = self.cleaned_data["telephone"].strip()
        if typed and not international(typed):
            raise forms.ValidationError(
                _("Écrivez un numéro de téléphone complet, par exemple 06 12 34 56 78.")
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way of answering needs, and for the subject that is not in the list."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("sujet") == OTHER and not given.get("objet"):
            self.add_error("objet", _("Écrivez en quelques mots de quoi il s’agit."))
        needed, sentence = self.NEEDS.get(given.get("reponse", ""), ("", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            self.add_error(needed, sentence)
        return given

    def written(self, files: Sequence[StoredFile]) -> Written:
        """Return what was written, as the service takes it."""
        given = self.cleaned_data
        topic = given.get("sujet", "")
        return Written(
            topic="" if topic == OTHER else topic,
            subject=given.get("objet", ""),
            text=given["message"],
            name=given["nom"],
            answer_by=given["reponse"],
            email=given["email"],
            phone=given["telephone"],
            postal_address=given["adresse"],
            files=files,
        )


def _known(person: Person | None, form: ContactForm, topic: str) -> dict[str, str]:
    """Return what is known of who signed in, and the subject that a link chose."""
    found = {"sujet": topic} if topic in form.topics else {}
    if person is None:
        return found
    return {
        **found,
        "nom": person.display_name,
        "email": person.email,
        "telephone": person.phone,
        "adresse": person.postal_address,
        "reponse": person.preferred_channel,
    }
