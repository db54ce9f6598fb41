"""Fetches the lists that a page lacked, once its transaction is over, and has it drawn again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from parvis.catalogue.lists.wanting import noting
from parvis.catalogue.services.source_copies import fetch_wanted


class ListsMiddleware:
    """The last before the view, so that only the view is run again, in a transaction of its own.

    A page that is read is drawn again when a list came. A page that posts has done its work, and is left at that
    unless it said that it only shows itself again: the list is there for the next one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request, twice if its first answer lacked a list that then came."""
        with noting() as notes:
            response = self.get_response(request)
        if not notes.wanted or not fetch_wanted(notes.wanted):
            return response
        again = request.method in {"GET", "HEAD"} or notes.repeatable
        return self.get_response(request) if again else response
