"""The images, videos and captions of a body: their list, and adding one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from parvis.catalogue.list_queries import media_of
from parvis.catalogue.media import address_of
from parvis.catalogue.services.media import keep_media
from parvis.common.errors import Invalid
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.ui.drawn_forms import DrawnForm


class MediaForm(DrawnForm):
    """A medium to add."""

    file = forms.FileField(
        label=gettext_lazy("Image, vidéo ou sous-titres"),
        help_text=gettext_lazy(
            "JPEG, PNG ou WebP jusqu’à 5 Mo ; MP4 ou WebM jusqu’à 60 Mo ; WebVTT jusqu’à 1 Mo."
        ),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draw("file", accept=".jpg,.jpeg,.png,.webp,.mp4,.webm,.vtt", max_files=1)


@require_http_methods(["GET", "POST"])
def media(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the media of a body; by POST, add one. Raises NotFound."""
    organisation = enter(request, body)
    form = MediaForm(request.POST, request.FILES) if request.method == "POST" else MediaForm()
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = keep_media(organisation=organisation, name=given.name or "", content=given)
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, _("« %(name)s » est ajouté.") % {"name": kept.name})
            return redirect("studio:media", body)
    lines = [{"medium": one, "address": address_of(one.code)} for one in media_of(organisation)]
    status = 422 if form.errors else 200
    return render(
        request, "studio/resources/media.html", frame(request, lines=lines, form=form), status=status
    )
