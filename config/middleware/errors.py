"""The outermost layer: every refusal and every fault becomes an answer, and a line in the log."""

import sys
import traceback
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from config.attempts import reference_of
from config.refusals import Refusal, answer
from parvis.common.errors import DomainError

log = structlog.get_logger("parvis.web")
_DATABASE_AWAY = (OperationalError, InterfaceError)


class DomainErrorMiddleware:
    """Translates the one family of refusals (``DomainError``) that a view let through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; leave any other exception to the handlers below."""
        if not isinstance(error, DomainError):
            return None
        log.info("refused", code=error.code, status=error.status, view=view_name(request))
        told = _reference(request, error.code) if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR else {}
        data = {**error.data, **told}
        return answer(request, Refusal(error.status, error.code, error.message, data, error.headers))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a request that cannot be understood (handler400)."""
    return answer(request, Refusal(400, "bad_request"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not see a page (handler403). A sentence given to PermissionDenied is shown."""
    words = str(exception) if isinstance(exception, PermissionDenied) else ""
    return answer(request, Refusal(403, "not_allowed", words))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer an address that leads nowhere for this actor (handler404)."""
    return answer(request, Refusal(404, "not_found"))


def fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, or a database that is away for a moment (handler500)."""
    error = sys.exc_info()[1]
    away = isinstance(error, _DATABASE_AWAY)
    log.error("fault", view=view_name(request), method=request.method, **describe(error))
    told = _reference(request, f"fault:{type(error).__name__}")
    if away:
        return answer(request, Refusal(503, "unavailable", data={"retry_after": 5, **told}))
    return answer(request, Refusal(500, "fault", data=told))


def _reference(request: HttpRequest, code: str) -> dict[str, str]:
    """Keep as proof what a resident tried in vain because of us, and return its reference to tell them."""
    reference = reference_of(request, code)
    return {"reference": reference} if reference else {}


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent from elsewhere or kept open too long (CSRF_FAILURE_VIEW)."""
    from django.utils.translation import gettext

    log.info("csrf_refused", reason=reason, view=view_name(request))
    words = gettext(
        "Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la, puis envoyez de nouveau."
    )
    return answer(request, Refusal(403, "csrf", words))


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer an account locked after too many wrong passwords (AXES_LOCKOUT_CALLABLE)."""
    from django.utils.translation import gettext

    wait = int(settings.AXES_COOLOFF_TIME * 3600)
    log.warning("locked_out")
    words = gettext(
        "Trop de tentatives avec un mauvais mot de passe. Attendez %(minutes)d minutes, puis essayez de nouveau. "
        "Vous ne le retrouvez pas ? Choisissez-en un autre avec « Mot de passe oublié »."
    ) % {"minutes": wait // 60}
    return answer(request, Refusal(429, "too_many_requests", words, data={"retry_after": wait}))


def view_name(request: HttpRequest) -> str:
    """Return the name of the view, never the address: addresses carry secrets and numbers of cases."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


def describe(error: BaseException | None) -> dict[str, object]:
    """Return the kind of an exception and where it happened, without its words: they may quote personal data."""
    if error is None:
        return {}
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    words = {"words": str(error)} if settings.DEBUG or settings.DEMONSTRATION else {}
    return {"kind": type(error).__name__, "where": frames[-12:], **words}
