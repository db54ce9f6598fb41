"""Where maps of the desk open, and on what ground: tiles when configured, the outline of the body always."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from parvis.organisations.models import Organisation

CLOSE, WIDE = 13, 8
"""Zoom of a map centred on a municipality, and on anything wider."""


def ground(body: Organisation) -> dict[str, Any]:
    """Return the ground of a map: tiles and their source, outline of the body's territory."""
    return {
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION if settings.MAP_TILES else "",
        "outlines": reverse("portal:outline", args=[body.slug]),
    }


def around(body: Organisation) -> dict[str, Any]:
    """Return the ground and the centre of a map that opens on a body; its ground alone when its place is unknown."""
    if body.latitude is None or body.longitude is None:
        return ground(body)
    zoom = CLOSE if body.kind == "municipality" else WIDE
    return {**ground(body), "center": (body.latitude, body.longitude), "zoom": zoom}
