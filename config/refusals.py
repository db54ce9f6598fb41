"""How a refusal or a fault is answered: a page for people, problem+json (RFC 9457) for machines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TYPES = ["text/html", "application/problem+json", "application/json"]
_TITLES: dict[int, Promise] = {
    400: _("Cette adresse n’est pas correcte"),
    401: _("Une clé d’accès est demandée"),
    403: _("Vous n’avez pas accès à cette page"),
    404: _("Cette page n’existe pas"),
    409: _("Cette action n’est pas possible"),
    413: _("Cet envoi est trop lourd"),
    415: _("Ce type de contenu n’est pas accepté"),
    422: _("Certaines réponses sont à corriger"),
    429: _("Trop d’essais en peu de temps"),
    500: _("Un problème est survenu de notre côté"),
    503: _("Le service est momentanément arrêté"),
}
_SENTENCES: dict[int, Promise] = {
    400: _("Revenez à la page d’accueil, puis reprenez votre démarche."),
    403: _("Si vous pensez que c’est une erreur, contactez votre organisme."),
    404: _("L’adresse a peut-être changé, ou l’élément n’est pas ouvert à votre compte."),
    409: _("Rien n’a été modifié."),
    422: _("Corrigez ce qui est signalé, puis envoyez à nouveau. Rien n’a été enregistré."),
    429: _("Attendez un peu, puis essayez de nouveau. Rien n’est perdu."),
    500: _(
        "Ce que vous avez déjà enregistré est conservé. Essayez de nouveau ; si cela continue, "
        "contactez votre organisme."
    ),
    503: _("Ce que vous avez déjà enregistré est conservé. Essayez de nouveau dans quelques minutes."),
}


@dataclass(frozen=True)
class Refusal:
    """What to tell: an HTTP status, a stable code, a sentence, and facts for machines (never personal data)."""

    status: int
    code: str
    message: str | Promise = ""
    data: dict[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the heading: what happened, in a few words."""
        return str(_TITLES.get(self.status) or _TITLES[409 if self.status < 500 else 500])

    @property
    def sentence(self) -> str:
        """Return what was kept and what to do next."""
        return str(self.message or _SENTENCES.get(self.status, ""))


def wants_problem(request: HttpRequest) -> bool:
    """Tell whether who asks is a program: it calls the API, or says it prefers JSON to a page."""
    return request.path.startswith("/api/") or request.get_preferred_type(_TYPES) in _TYPES[1:]


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the response that tells a refusal."""
    response = problem(refusal) if wants_problem(request) else _page(request, refusal)
    if "retry_after" in refusal.data:
        response["Retry-After"] = str(refusal.data["retry_after"])
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def problem(refusal: Refusal) -> HttpResponse:
    """Return the refusal as problem+json."""
    body = {
        "type": f"urn:parvis:problem:{refusal.code}",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.sentence,
        "code": refusal.code,
        **refusal.data,
    }
    return JsonResponse(body, status=refusal.status, content_type="application/problem+json")


def _page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {
        "status": refusal.status,
        "code": refusal.code,
        "title": refusal.title,
        "message": refusal.sentence,
        "errors": refusal.data.get("errors", {}),
        "reference": refusal.data.get("reference", ""),
    }
    if refusal.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return HttpResponse(
            loader.render_to_string("errors/refused.html", context, request), status=refusal.status
        )
    # After a fault nothing is sure to work: this page asks nothing of the database, the session or the layout.
    return HttpResponse(loader.render_to_string("errors/fault.html", context), status=refusal.status)
