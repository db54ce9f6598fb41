"""What stands around every page of the studio: the body, its bodies, the places one goes to."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation
from parvis.studio.access import bodies_built_by, get_body
from parvis.studio.entrance import BuilderRequest


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the navigation."""

    label: str
    href: str
    icon: str = ""
    current: bool = False


# Name of the address (which takes the body's name), words, icon; in the order of the navigation.
PLACES: tuple[tuple[str, str | Promise, str], ...] = (
    ("studio:procedures", _("Démarches"), "file"),
    ("studio:tables", _("Tables"), "folder"),
    ("studio:sources", _("Sources de données"), "external"),
    ("studio:blocks", _("Blocs partagés"), "copy"),
    ("studio:letters", _("Courriers"), "post"),
    ("studio:media", _("Images et vidéos"), "file"),
    ("studio:import", _("Importer"), "upload"),
)
# Pages that belong to a place without standing under its address.
INSIDE = {
    "studio:table_new": "studio:tables",
    "studio:source_new": "studio:sources",
    "studio:block_new": "studio:blocks",
    "studio:letter_new": "studio:letters",
}


def enter(request: BuilderRequest, slug: str) -> Organisation:
    """Return the body of the address, in whose name the page then speaks. Raises NotFound."""
    request.organisation = get_body(request.agent, slug)
    return request.organisation


def frame(request: BuilderRequest, **context: Any) -> dict[str, Any]:
    """Return the context of a page of the studio: its own, and what surrounds it."""
    body: Organisation | None = getattr(request, "organisation", None)
    return {
        "agent": request.agent,
        "body": body,
        "places": _places(request, body) if body else [],
        "other_bodies": _other_bodies(request, body),
        **context,
    }


def _places(request: BuilderRequest, body: Organisation) -> list[Place]:
    hrefs = {name: reverse(name, args=[body.slug]) for name, _label, _icon in PLACES}
    view = request.resolver_match.view_name if request.resolver_match else ""
    # The longest address that begins the page's own is where one is.
    begun = (name for name, href in hrefs.items() if request.path.startswith(href))
    here = INSIDE.get(view) or max(begun, key=lambda name: len(hrefs[name]), default="")
    return [Place(str(label), hrefs[name], icon, name == here) for name, label, icon in PLACES]


def _other_bodies(request: BuilderRequest, body: Organisation | None) -> list[Place]:
    return [
        Place(one.name, reverse("studio:procedures", args=[one.slug]))
        for one in bodies_built_by(request.agent)
        if body is None or one.pk != body.pk
    ]
