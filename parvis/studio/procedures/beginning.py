"""Beginning a procedure: from nothing, from the library, from what another body has."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.catalogue.field_types import clean_line
from parvis.catalogue.imports.naming import code_of
from parvis.catalogue.services.drafts import begin_procedure
from parvis.catalogue.services.library import library
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Organisation
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame

LONGEST_TITLE = 200


@require_http_methods(["GET", "POST"])
def new(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the ways to begin; by POST, begin with a title, and a source if one is chosen. Raises NotFound."""
    organisation = enter(request, body)
    title = clean_line(request.POST.get("title", ""))
    errors: list[str] = []
    if request.method == "POST":
        source = _source(request.POST.get("source", ""))
        title = title or str((source or {}).get("title", ""))
        errors = _wrong(title)
        if not errors:
            return _begin(request, organisation, title, source)
    context = {
        "title_typed": title,
        "errors": [{"id": "q-title", "text": text} for text in errors],
        "title_errors": errors,
        "library": [(one["code"], one["title"], one["summary"]) for one in library().values()],
    }
    status = 422 if errors else 200
    return render(request, "studio/procedures/new.html", frame(request, **context), status=status)


@require_safe
def catalogue(request: BuilderRequest, body: str) -> HttpResponse:
    """Search what other bodies publish, to copy it. Raises NotFound."""
    organisation = enter(request, body)
    words = clean_line(request.GET.get("q", ""))[:100]
    context = {"words": words, "found": queries.published_elsewhere(organisation, words) if words else []}
    return render(request, "studio/procedures/catalogue.html", frame(request, **context))


def _begin(
    request: BuilderRequest, body: Organisation, title: str, source: dict[str, Any] | None
) -> HttpResponse:
    """Make the procedure under the first code that is free, and open its questions."""
    taken = queries.codes(body)
    wanted = str(source["code"]) if source else code_of(title)
    code = wanted if wanted not in taken else code_of(title, taken)
    try:
        begin_procedure(organisation=body, title=title, code=code, by=request.agent, definition=source)
    except Invalid as refusal:  # someone took the code meanwhile
        for sentence in (one for said in refusal.errors.values() for one in said):
            messages.error(request, sentence)
        return redirect("studio:new", body.slug)
    messages.success(request, _("La démarche « %(title)s » est commencée.") % {"title": title})
    return redirect("studio:editor", body.slug, code)


def _source(asked: str) -> dict[str, Any] | None:
    """Return the definition to copy: ``library:code`` or ``version:id`` of what is published. Raises NotFound."""
    kind, _colon, key = asked.partition(":")
    if kind == "library":
        if key not in library():
            raise NotFound
        return library()[key]
    if kind == "version":
        return queries.published_definition(int(key) if key.isascii() and key.isdigit() else 0)
    return None


def _wrong(title: str) -> list[str]:
    if not title:
        return [_("Donnez un titre à la démarche, avec un verbe : « Emprunter du matériel ».")]
    if len(title) > LONGEST_TITLE:
        return [_("Écrivez un titre de %(most)d caractères au plus.") % {"most": LONGEST_TITLE}]
    return []
