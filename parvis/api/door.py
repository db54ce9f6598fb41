"""What happens around every endpoint: the body is of a type and weight we read, and the view acts for its body."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from parvis.api.errors import BodyTooLarge, Malformed, MethodNotAllowed, WrongMediaType
from parvis.common import actor

JSON, MULTIPART = "application/json", "multipart/form-data"
_MULTIPART_ADDRESSES = ("/files",)

View = Callable[..., Any]


def as_its_body(view: View) -> View:
    """Decorator of endpoints: run in one transaction, as the body whose key was shown."""

    @wraps(view)
    def run(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        with actor.acting_as(request.auth.actor()), transaction.atomic():  # type: ignore[attr-defined]
            return view(request, *arguments, **named)

    return run


def opened(view: View) -> View:
    """Wrap an address. Keys and limits are counted in their own short transactions, so that requests of one key do
    not wait for each other; the endpoint's work is one transaction (``as_its_body``).
    """

    @csrf_exempt
    @transaction.non_atomic_requests
    @wraps(view)
    def run(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if request.method == "POST":
            _read_body(request)
        response: HttpResponse = view(request, *arguments, **named)
        if response.status_code == 405:
            refusal = MethodNotAllowed()
            refusal.headers = {"Allow": response["Allow"]}
            raise refusal
        for name, value in getattr(request, "rate_limit", {}).items():
            response[name] = value
        response["Cache-Control"] = "no-store"
        return response

    return run


def _read_body(request: HttpRequest) -> None:
    accepted = MULTIPART if request.path.endswith(_MULTIPART_ADDRESSES) else JSON
    if request.content_type != accepted:
        raise WrongMediaType(accepted=accepted)
    try:
        _ = request.FILES if accepted == MULTIPART else request.body
    except RequestDataTooBig:
        raise BodyTooLarge from None
    except MultiPartParserError:
        raise Malformed from None
