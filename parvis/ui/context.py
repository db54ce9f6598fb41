"""What every page's template receives."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Return the body's theme and the language for the layout."""
    return {"organisation": getattr(request, "organisation", None)}
