"""What every page's template receives."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from parvis.ui import charter
from parvis.ui.contrast import BadColour

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, object]:
    """Return the body in whose name the page speaks, its charter, the chosen theme and the foot's links."""
    organisation = getattr(request, "organisation", None)
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    theme = organisation.theme if organisation else {}
    return {
        "organisation": organisation,
        "theme_choice": chosen if chosen in THEMES else "",
        "charter_key": _charter_key(theme),
        "logo": (theme or {}).get("logo", ""),
        "home_href": f"/{organisation.slug}/" if organisation else "/",
        "page_links": _foot_links,
    }


def _charter_key(theme: dict[str, object]) -> str:
    try:
        return charter.key_of(theme)
    except (BadColour, ValueError, TypeError):
        return charter.DEFAULT_KEY  # a charter badly typed must not take a page down


def _foot_links() -> list[dict[str, str]]:
    """Return the foot's links towards the portal's pages that exist in this installation."""
    pages = {
        "portal:accessibility": _("Accessibilité : partiellement conforme"),
        "portal:legal_notice": _("Mentions légales"),
        "portal:personal_data": _("Données personnelles"),
        "portal:contact": _("Nous contacter"),
    }
    found = []
    for name, label in pages.items():
        try:
            found.append({"href": reverse(name), "label": label})
        except NoReverseMatch:
            continue
    return found
