"""What the templates of form widgets receive: the other half of docs/guides/design-system.md §1."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Widget:
    """A template of ``fields/`` and the dictionary it is drawn with."""

    template: str
    context: Values = field(default_factory=dict)


class UnknownKey(TypeError):
    """A widget was given a key that its template does not take."""


COMMON: Values = {
    "id": "",
    "name": "",
    "label": "",
    "help": "",
    "errors": (),
    "required": True,
    "key": "",
    "hidden": False,
    "large": False,
    "linked": "",
    "linked_url": "",
}

_OWN: Mapping[str, Values] = {
    "input": {
        "value": "",
        "kind": "text",
        "inputmode": "",
        "known": (),
        "autocomplete": "",
        "width": "",
        "unit": "",
        "max_length": 0,
        "placeholder": "",
    },
    "textarea": {"value": "", "rows": 6, "max_length": 0, "autocomplete": ""},
    "radios": {"value": "", "options": (), "other": "", "other_text": ""},
    "checkboxes": {"value": (), "options": (), "other": "", "other_text": ""},
    "checkbox": {"value": False, "text": ""},
    "select": {
        "value": "",
        "options": (),
        "groups": (),
        "empty_label": _("Choisissez"),
        "other": "",
        "other_text": "",
    },
    "yes_no": {"value": ""},
    "date": {"value": {"day": "", "month": "", "year": ""}, "birth": False},
    "file": {
        "value": "",
        "files": (),
        "accept": "",
        "types": "",
        "max_size": 0,
        "max_files": 10,
        "upload_url": "",
        "remove_name": "remove_file",
    },
    "autocomplete": {"value": {"value": "", "text": ""}, "url": "", "options": (), "autocomplete": "off"},
    "suggested": {
        "value": "",
        "url": "",
        "options": (),
        "fills": "",
        "searched": False,
        "autocomplete": "off",
    },
    "several": {"value": {"values": (), "text": ""}, "chosen": (), "options": (), "url": ""},
    "list": {"value": "", "text": ""},
    "point": {
        "value": {"text": "", "lat": "", "lon": ""},
        "center": (48.1, -2.8),
        "zoom": 12,
        "tiles": "",
        "attribution": "",
        "outlines": "",
    },
    "group": {"value": "", "widgets": (), "layout": ""},
    "repeat": {
        "value": "",
        "items": (),
        "add_label": _("Ajouter"),
        "remove_label": _("Retirer"),
        "min_items": 0,
        "max_items": 0,
        "focus": None,
        "layout": "",
    },
    "info": {"value": "", "kind": "", "html": "", "text": ""},
    "media": {
        "value": "",
        "address": "",
        "media_type": "",
        "is_video": False,
        "alt": "",
        "poster": "",
        "captions": "",
        "html": "",
    },
    "signature": {
        "value": {"name": "", "drawing": "", "signed_at": ""},
        "statement": "",
        "drawing": True,
        "name_errors": (),
    },
    "shape": {
        "value": {"text": "", "points": ""},
        "closed": False,
        "center": (48.1, -2.8),
        "zoom": 12,
        "tiles": "",
        "attribution": "",
        "outlines": "",
    },
    "agreement": {"value": False, "html": "", "text": ""},
    "fixed": {"value": ""},
    "title": {"value": "", "level": 2},
    "separator": {"value": ""},
    "hidden": {"value": ""},
}
DEFAULTS: Mapping[str, Values] = {f"fields/{name}.html": {**COMMON, **own} for name, own in _OWN.items()}


def widget_of(widget: Any) -> Widget:
    """Return a Widget from what has ``template`` and ``context``, as attributes or as keys."""
    if isinstance(widget, Widget):
        return widget
    if isinstance(widget, Mapping):
        return Widget(widget["template"], widget["context"])
    return Widget(widget.template, widget.context)


def complete(template: str, given: Values) -> dict[str, Any]:
    """Return the whole dictionary of a template of ours: defaults, then what was given.

    A template from elsewhere (a field type's own) receives what was given over the common keys. Raises UnknownKey
    when a template of ours is given a key it does not take.
    """
    defaults = DEFAULTS.get(template)
    if defaults is not None and (unknown := set(given) - set(defaults)):
        raise UnknownKey(f"{template}: {', '.join(sorted(unknown))}")
    completed = {**(defaults or COMMON), **given}
    completed["key"] = completed["key"] or completed["name"]
    if completed.get("value") is None and defaults is not None:
        completed["value"] = defaults["value"]
    if isinstance(defaults_value := (defaults or {}).get("value"), Mapping):
        completed["value"] = {**defaults_value, **(completed["value"] or {})}
    spoken = [part for part in ("help", "error") if completed["errors" if part == "error" else part]]
    completed["described_by"] = " ".join(f"{completed['id']}-{part}" for part in spoken)
    return completed


ADD_ROW, REMOVE_ROW = "add_item", "remove_item"
"""Names of the buttons of ``fields/repeat.html``; their values are the block's name, the row's."""


def every(widgets: Iterable[Any]) -> Iterator[Any]:
    """Yield each widget, then those inside it."""
    for widget in widgets:
        yield widget
        context = widget_of(widget).context
        yield from every(context.get("widgets", ()))
        for item in context.get("items", ()):
            yield from every(item["widgets"])


def inside(drawn: Any, name: str) -> Any:
    """Return the widget of that name, itself or one inside it. Raises StopIteration when there is none."""
    return next(widget for widget in every([drawn]) if widget_of(widget).context.get("name") == name)


def focus_row(widgets: Iterable[Any], posted: Mapping[str, Any]) -> None:
    """Put the reader on the row just added, or where one was just removed."""
    added, removed = posted.get(ADD_ROW, ""), posted.get(REMOVE_ROW, "")
    name, _dot, place = str(removed or f"{added}.").rpartition(".")
    for widget in every(widgets):
        if name and widget.context.get("name") == name and "items" in widget.context:
            last = len(widget.context["items"]) - 1
            widget.context["focus"] = min(int(place), last) if place.isdigit() else last


def summary(widgets: Iterable[Any]) -> list[dict[str, str]]:
    """Return the errors of widgets, in their order, for ``<c-error-summary>``; groups and repetitions are entered."""
    found: list[dict[str, str]] = []
    for each in widgets:
        context = complete(*_parts(each))
        said = [*context["errors"], *context.get("name_errors", ())]
        found += [{"id": str(context["id"]), "text": str(error)} for error in said]
        found += summary(context.get("widgets", ()))
        for item in context.get("items", ()):
            found += summary(item["widgets"])
    return found


def _parts(widget: Any) -> tuple[str, Values]:
    shown = widget_of(widget)
    return shown.template, shown.context
