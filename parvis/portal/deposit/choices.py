"""One question of a page by itself: drawn again when an answer its choices depend on changed, or searched."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.catalogue.field_types import clean_line
from parvis.catalogue.forms import engine
from parvis.common.errors import NotFound
from parvis.portal.deposit import drawing
from parvis.portal.deposit.filling import as_left
from parvis.portal.deposit.way import way_of
from parvis.ui.fields import every

LONGEST = 200


@never_cache
@require_safe
def question(request: HttpRequest, draft: UUID, page: str, name: str) -> HttpResponse:
    """Draw a question as the answers kept make it; with « ?q= », propose what answers some words. Raises NotFound."""
    way = way_of(request, draft)
    if way.draft.case_id:
        raise NotFound
    shown = way.page(page)
    if "q" in request.GET:
        words = clean_line(request.GET["q"])[:LONGEST]
        found = engine.suggestions(way.form, name, words, way.draft.answers, way.context)
        return JsonResponse({"options": found})
    drawn = drawing.widgets(way, shown, as_left(way, shown))
    widget = next((one for one in every(drawn.values()) if one.context.get("name") == name), None)
    if widget is None:
        raise NotFound
    return render(request, "portal/deposit/field.html", {"widget": widget})
