"""Tags and filters every template may use, without loading them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from parvis.ui import answers, blanks, fields, words
from parvis.ui.drawn_forms import drawn, summary

register = template.Library()
_RESERVED = {"class"}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of the set. Without ``label`` it is decoration beside its word, hidden from screen readers."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=500)
def _icon(name: str, label: str, size: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    kind = "icon icon-large" if size == "large" else "icon"
    address = static("parvis/icons.svg")
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"/></svg>', kind, spoken, address, name
    )


@register.simple_tag
def summary_lists(rows: Iterable[Mapping[str, Any]], level: int = 3) -> SafeString:
    """Draw the lists of ``<c-summary-list>``."""
    return answers.summary_lists(rows, int(level))


@register.simple_tag(takes_context=True)
def field(context: Context, widget: Any) -> SafeString:
    """Draw a field's widget: see docs/guides/design-system.md for what it is."""
    shown = fields.widget_of(widget)
    return blanks.drawn(shown.template, shown.context, lambda: _drawn(context, shown))


def _drawn(context: Context, shown: fields.Widget) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]
    whole = fields.complete(shown.template, shown.context)
    with context.push(**whole):
        html = engine.get_template(shown.template).render(context)
        if whole["linked"]:
            with context.push(html=html):
                html = engine.get_template("fields/frame/linked.html").render(context)
    return html


@register.simple_tag(takes_context=True)
def form_field(context: Context, bound: BoundField, **given: Any) -> SafeString:
    """Draw a field of another library's form with our widget; label, help and its other keys are ours to give."""
    shown = drawn(bound)
    return field(context, fields.Widget(shown.template, {**shown.context, "help": "", **given}))


@register.simple_tag
def form_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """Return a Django form's errors for ``<c-error-summary>``: ``{% form_errors form as errors %}``."""
    return summary(form)


@register.filter
def spread(attributes: Mapping[str, Any]) -> SafeString:
    """Write a component's remaining attributes, escaped; ``class`` is the component's own."""
    given = attributes.attrs_dict() if hasattr(attributes, "attrs_dict") else dict(attributes)
    shown = [
        (name, value) for name, value in given.items() if value not in (False, None) and name not in _RESERVED
    ]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in shown))


def _attribute(name: str, value: Any) -> SafeString:
    return (
        format_html(" {}", name)
        if value is True
        else format_html(' {}="{}"', name, conditional_escape(value))
    )


@register.filter
def date_words(value: dt.date | None) -> str:
    """« lundi 16 mars », with the year when it is not this one."""
    return words.date(value) if isinstance(value, dt.date) else ""


@register.filter
def date_short(value: dt.date | None) -> str:
    """« 16 mars »: for lists, where the day of the week would be noise."""
    return words.date(value, weekday=False) if isinstance(value, dt.date) else ""


@register.filter
def time_words(value: dt.time | dt.datetime | None) -> str:
    """« 17 h 30 »."""
    return words.time(value) if isinstance(value, dt.time | dt.datetime) else ""


@register.filter
def moment_words(value: dt.datetime | None) -> str:
    """« lundi 16 mars à 17 h 30 »."""
    return words.moment(value) if isinstance(value, dt.datetime) else ""


@register.filter
def amount(value: Decimal | float | str | None) -> str:
    """« 12,50 € »; nothing when there is no amount."""
    if value is None or value == "":
        return ""
    try:
        return words.amount(value)
    except InvalidOperation:
        return ""


@register.filter
def filesize_words(value: float | str | None) -> str:
    """« 2,4 Mo », from bytes."""
    return "" if value is None or value == "" else words.filesize(float(value))


@register.filter
def phone(value: str | None) -> str:
    """« 02 99 00 00 00 », with spaces that do not break."""
    return words.phone(value) if value else ""


@register.filter(is_safe=True)
def nbsp(value: str | None) -> str:
    """French spaces that do not break and typographic apostrophes, for texts written by bodies."""
    return words.unbreakable(value) if value else ""
