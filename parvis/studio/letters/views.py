"""The letters of a body: their list, a new one, one of them with its versions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.catalogue.access import get_letter
from parvis.catalogue.imports.naming import code_of
from parvis.catalogue.letter_queries import letter_codes, letters_of, version_of, versions_of
from parvis.catalogue.models import LetterUse
from parvis.catalogue.services.letter_templates import create_letter, record_letter, retire_letter
from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.letters.trying import try_letter
from parvis.ui.drawn_forms import DrawnForm


class NewLetterForm(DrawnForm):
    """A letter to write."""

    title = forms.CharField(
        label=gettext_lazy("Nom du modèle"),
        max_length=200,
        help_text=gettext_lazy("Pour le retrouver. La personne ne le lit pas."),
        error_messages={"required": gettext_lazy("Donnez un nom.")},
    )
    use = forms.ChoiceField(
        label=gettext_lazy("À quoi il sert"),
        choices=[
            (LetterUse.LETTER.value, gettext_lazy("Un courrier, fait par un parcours ou par un agent")),
            (LetterUse.DECISION.value, gettext_lazy("La lettre de toutes les décisions")),
        ],
        widget=forms.RadioSelect,
        initial=LetterUse.LETTER.value,
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Pour quelle démarche"),
        required=False,
        help_text=gettext_lazy("Le modèle peut alors dire les réponses de cette démarche."),
    )

    def __init__(self, body: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("procedure", [("", _("Toutes les démarches")), *queries.titles(body)])
        self.draw("procedure", empty_label=_("Toutes les démarches"))


@require_safe
def letters(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the letters of a body. Raises NotFound."""
    found = letters_of(enter(request, body), retired=True)
    return render(request, "studio/letters/letters.html", frame(request, letters=found))


@require_http_methods(["GET", "POST"])
def new(request: BuilderRequest, body: str) -> HttpResponse:
    """Make a letter, then lead to its words. Raises NotFound."""
    organisation = enter(request, body)
    form = NewLetterForm(organisation, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        chosen = given["procedure"]
        try:
            made = create_letter(
                organisation=organisation,
                code=code_of(given["title"], letter_codes(organisation), fallback="courrier"),
                title=given["title"],
                use=given["use"],
                procedure=queries.procedure(organisation, chosen) if chosen else None,
            )
            return redirect("studio:letter_edit", body, made.code)
        except Invalid as refusal:
            form.refuse(refusal.errors)
    status = 422 if form.errors else 200
    return render(request, "studio/letters/new.html", frame(request, form=form), status=status)


@require_safe
def letter(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show a letter: what it says for a made-up case, and its versions. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    versions = versions_of(template)
    return _show(request, template, versions[0] if versions else None, versions)


@require_safe
def version(request: BuilderRequest, body: str, code: str, number: int) -> HttpResponse:
    """Show an older version of a letter. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    return _show(request, template, version_of(template, number), versions_of(template))


@require_POST
def take_again(request: BuilderRequest, body: str, code: str, number: int) -> HttpResponse:
    """Put the words of an older version back in service, as a new one. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    old = version_of(template, number)
    reason = _("Reprise de la version %(number)d") % {"number": number}
    try:
        record_letter(template=template, document=old.document, reason=reason, by=request.agent)
    except Invalid as refusal:
        messages.warning(request, " ".join(said for found in refusal.errors.values() for said in found))
    else:
        messages.success(request, _("La version %(number)d est reprise.") % {"number": number})
    return redirect("studio:letter", body, code)


@require_POST
def retire(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Take a letter out of use, or propose it again. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    try:
        retire_letter(template=template, retired=template.retired_at is None)
    except Invalid as refusal:
        messages.warning(request, refusal.errors[""][0])
        return redirect("studio:letter", body, code)
    said = _("Le modèle est retiré.") if template.retired_at else _("Le modèle est de nouveau proposé.")
    messages.success(request, said)
    return redirect("studio:letter", body, code)


def _show(request: BuilderRequest, template: Any, shown: Any, versions: list[Any]) -> HttpResponse:
    trial = (
        try_letter(template, shown.document, request.organisation, request.agent, "")
        if shown and not shown.model_kind
        else None
    )
    context = {"template": template, "shown": shown, "versions": versions, "trial": trial}
    return render(request, "studio/letters/letter.html", frame(request, **context))
