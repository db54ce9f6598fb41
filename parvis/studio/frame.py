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
    ("studio:import", _("Importer"), "upload"),
)


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
    hrefs = [(reverse(name, args=[body.slug]), label, icon) for name, label, icon in PLACES]
    # The longest address that begins the page's own is where one is.
    here = max((href for href, _label, _icon in hrefs if request.path.startswith(href)), key=len, default="")
    return [Place(str(label), href, icon, href == here) for href, label, icon in hrefs]


def _other_bodies(request: BuilderRequest, body: Organisation | None) -> list[Place]:
    return [
        Place(one.name, reverse("studio:procedures", args=[one.slug]))
        for one in bodies_built_by(request.agent)
        if body is None or one.pk != body.pk
    ]
