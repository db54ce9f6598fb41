"""The end of a way that answers lead to: what happened, where to go, how to come back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.cases.errors import DraftNotFound
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.text import to_html
from parvis.common.errors import NotFound
from parvis.portal.bodies import reach
from parvis.portal.deposit.keeping import ask_code
from parvis.portal.deposit.way import way_of


@never_cache
@require_safe
def way_out(request: HttpRequest, draft: UUID, page: str) -> HttpResponse:
    """Tell why the demand cannot go on and where to go; lead back to the page when its answers have changed."""
    try:
        way = way_of(request, draft)
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    if way.draft.case_id:
        return redirect("portal:receipt", draft)
    try:
        shown = way.page(page)
        found = engine.way_out(way.form, page, way.draft.answers, way.context)
    except NotFound:
        return redirect(way.standing())
    if found is None:
        return redirect(way.address(page))
    context = {
        "way": way,
        "title": way.form.title,
        "page": shown,
        "exit": found,
        "text": to_html(found.text),
        "back": way.address(page),
        "reach": reach(way.draft.organisation),
    }
    return render(request, "portal/deposit/exit.html", context)
