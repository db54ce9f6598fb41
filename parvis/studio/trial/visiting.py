"""The trial as colleagues see it: the form, filled for nothing, and a box to say what they think of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.common import actor, throttle
from parvis.common.errors import Invalid
from parvis.studio import queries
from parvis.studio.access import get_trial_link
from parvis.studio.models import TrialLink
from parvis.studio.services.remarks import leave_trial_remark
from parvis.studio.trial import trying

MOST_REMARKS, WINDOW = 60, 3600
NAME = "studio.name"


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: open the link of the address, in the name of its body, to whoever holds it. Raises NotFound."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        link = get_trial_link(token)
        request.organisation = link.organisation  # type: ignore[attr-defined]
        with actor.admitting(link.pk):
            return view(request, link, token, **rest)

    shown: Callable[..., HttpResponse] = login_not_required(never_cache(opened))
    return shown


@by_link
@require_safe
def begin(request: HttpRequest, link: TrialLink, token: str) -> HttpResponse:
    """Lead to the first page of the form. Raises NotFound when the trial is over."""
    return redirect("studio:try_page", token, trying.trial_of(request, link.version).first())


@by_link
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, link: TrialLink, token: str, page: str) -> HttpResponse:
    """Show a page of the form; by POST, check it and go where the button says. Raises NotFound."""
    trial, checked = trying.trial_of(request, link.version), None
    if request.method == "POST":
        turn = trying.turn(request, trial, page)
        trial, checked = turn.trial, turn.checked
        if "X-Autosave" in request.headers:
            return JsonResponse(trial.told(page))
        if turn.target:
            return redirect("studio:try_page", token, turn.target)
    return _draw(request, link, token, page, trial=trial, checked=checked)


@by_link
@require_POST
def remark(request: HttpRequest, link: TrialLink, token: str, page: str) -> HttpResponse:
    """Keep what someone says of a page or of one of its questions. Raises NotFound, TooMany."""
    throttle.hit("studio.remark", str(link.pk), limit=MOST_REMARKS, seconds=WINDOW)
    name, text = request.POST.get("name", ""), request.POST.get("text", "")
    place = request.POST.get("place", "") or _place(page)
    try:
        leave_trial_remark(link=link, name=name, place=place, text=text)
    except Invalid as refusal:
        trial = trying.trial_of(request, link.version)
        return _draw(request, link, token, page, trial=trial, wrong=refusal.errors, typed=text, status=422)
    request.session[NAME] = name
    return redirect(reverse("studio:try_page", args=[token, page]) + "?merci#remarque")


def _draw(
    request: HttpRequest,
    link: TrialLink,
    token: str,
    page: str,
    *,
    trial: trying.Trial,
    checked: Any = None,
    wrong: dict[str, list[str]] | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    at_end = page == trying.END
    own = trying.end_context(trial) if at_end else trying.page_context(trial, page, checked)
    context: dict[str, Any] = {
        **own,
        "token": token,
        "page_key": page,
        "at_end": at_end,
        "places": [] if at_end else _questions(trial, page),
        "remarks": queries.remarks_by_link(link, trial_places(trial, page)),
        "thanked": "merci" in request.GET,
        "remark_widgets": _boxes(request, typed, wrong or {}),
        "remark_errors": [text for said in (wrong or {}).values() for text in said],
    }
    if own.get("errors"):
        status = 422
    return render(request, "studio/trial/visit.html", context, status=status)


def trial_places(trial: trying.Trial, page: str) -> list[str]:
    """Return the places that remarks made on a page may be about: the page, and its questions."""
    if page == trying.END:
        return [""]
    return [_place(page), *(question.key for question in trial.page(page).questions)]


def _place(page: str) -> str:
    return "" if page == trying.END else f"form:{page}"


def _questions(trial: trying.Trial, page: str) -> list[tuple[str, str]]:
    return [(question.key, question.label) for question in trial.page(page).questions if question.label]


def _boxes(request: HttpRequest, typed: str, wrong: dict[str, list[str]]) -> list[dict[str, Any]]:
    name = {
        "id": "q-remark-name",
        "name": "name",
        "label": _("Votre nom"),
        "value": request.POST.get("name", "") or request.session.get(NAME, ""),
        "required": False,
        "errors": wrong.get("name", []),
        "width": "20",
    }
    text = {
        "id": "q-remark-text",
        "name": "text",
        "label": _("Votre remarque"),
        "value": typed,
        "rows": 3,
        "errors": wrong.get("text", []),
    }
    return [
        {"template": "fields/input.html", "context": name},
        {"template": "fields/textarea.html", "context": text},
    ]
