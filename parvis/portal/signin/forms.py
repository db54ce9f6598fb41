"""The form that asks for a link."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    """One e-mail address."""

    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        max_length=254,
        error_messages={
            "required": _("Indiquez votre adresse e-mail."),
            "invalid": _("Vérifiez cette adresse : elle doit ressembler à prenom.nom@exemple.fr."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input", "autofocus": False}),
    )
