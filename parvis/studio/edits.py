"""What both editors say once a gesture is made, and where they lead back when it could not be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parvis.catalogue.services.editing import Edit


def said(verb: str, edit: Edit) -> str:
    """Return what was done in words, as a sentence."""
    if edit.change is None:
        return _("Rien n’a changé.")
    words = edit.change.said
    if verb == "annuler":
        return _("Annulé : %(said)s.") % {"said": words}
    if verb == "retablir":
        return _("Rétabli : %(said)s.") % {"said": words}
    return f"{words[:1].upper()}{words[1:]}."


def back(request: HttpRequest, fallback: str) -> HttpResponse:
    """Go back to the panel the gesture was made from, which lies under ``fallback``."""
    here = request.POST.get("ici", "")
    return redirect(here if here.startswith(fallback) else fallback)
