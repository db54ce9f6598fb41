"""Views of the design system: charters, preferences, the living style page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from parvis.common.errors import NotFound
from parvis.ui import charter, showcase
from parvis.ui.context import THEME_COOKIE, THEMES
from parvis.ui.contrast import BadColour

YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
@cache_control(public=True, max_age=24 * 3600)
def theme(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Serve a charter's civic tokens as a stylesheet; the key is a hue or a colour. Raises NotFound."""
    try:
        shown = charter.charter(key)
    except BadColour as error:
        raise NotFound from error
    return HttpResponse(charter.stylesheet(shown), content_type="text/css; charset=utf-8")


@login_not_required
@csrf_exempt  # a preference of display: public pages stay without cookie until one is chosen
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the light, dark or automatic theme in a cookie, and go back."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(target if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@login_not_required
@csrf_exempt  # as for the theme
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and go back (Django's own view)."""
    return django_set_language(request)


@login_not_required
@require_safe
def style(request: HttpRequest, page: str = "index") -> HttpResponse:
    """Show every token and component in every state: to all in the demonstration, to who signed in elsewhere.

    Raises NotFound for a stranger outside the demonstration.
    """
    if not settings.DEMONSTRATION and not request.user.is_authenticated:
        raise NotFound
    return render(request, f"style/{page}.html", showcase.context(request.GET))


@login_not_required
@require_safe
def style_suggestions(request: HttpRequest) -> HttpResponse:
    """Answer the style page's sample of a field with suggestions."""
    return JsonResponse({"options": showcase.suggestions(request.GET.get("q", ""))})
