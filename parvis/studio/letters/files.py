"""A letter written elsewhere: the Word or LibreOffice file that is merged for each case."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from parvis.catalogue.access import get_letter
from parvis.catalogue.letter_queries import version_of
from parvis.catalogue.services.letter_templates import record_model
from parvis.common.errors import Invalid, NotFound
from parvis.documents.office.merging import media_type
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.letters import fields
from parvis.ui.drawn_forms import DrawnForm


class ModelForm(DrawnForm):
    """A file to merge."""

    file = forms.FileField(
        label=gettext_lazy("Fichier Word ou LibreOffice"),
        help_text=gettext_lazy("Un fichier .docx ou .odt de 5 Mo au plus, sans macro ni objet incorporé."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ce changement"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("L’historique garde qui, quand et pourquoi."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draw("file", accept=".docx,.odt", max_files=1)


@require_http_methods(["GET", "POST"])
def give(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Take the file of a letter, whose fields are checked. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    form = ModelForm(request.POST, request.FILES) if request.method == "POST" else ModelForm()
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = record_model(
                template=template,
                name=given.name or "",
                content=given.read(),
                reason=form.cleaned_data["reason"],
                by=request.agent,
            )
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, _("La version %(number)d est en service.") % {"number": kept.number})
            return redirect("studio:letter", body, code)
    context = {"template": template, "form": form, "groups": fields.offered(template)}
    status = 422 if form.errors else 200
    return render(request, "studio/letters/file.html", frame(request, **context), status=status)


@require_safe
def download(request: BuilderRequest, body: str, code: str, number: int) -> HttpResponseBase:
    """Give the file of a version back, to be saved. Raises NotFound."""
    version = version_of(get_letter(request.agent, enter(request, body).pk, code), number)
    if not version.model_kind:
        raise NotFound
    return FileResponse(
        default_storage.open(version.model_key),
        as_attachment=True,
        filename=version.model_name,
        content_type=media_type(version.model_kind),
    )
