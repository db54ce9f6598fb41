"""Django's forms drawn with our widgets: for pages whose form is another library's (sign-in)."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from parvis.ui.fields import Widget

_PLAIN = {forms.CheckboxInput: "checkbox", forms.Textarea: "textarea", forms.Select: "select"}


def widget_of(bound: BoundField, **words: Any) -> Widget:
    """Return the widget of a bound field; ``words`` replace its label, help or any key of the template."""
    given = bound.field.widget
    if given.is_hidden:
        return Widget("fields/hidden.html", _named(bound))
    name = next((name for kind, name in _PLAIN.items() if isinstance(given, kind)), "input")
    context = _named(bound) | {
        "label": str(bound.label or ""),
        "errors": [str(error) for error in bound.errors],
        "required": bound.field.required,
    }
    if name == "checkbox":
        context |= {"text": context["label"], "label": "", "value": bool(bound.value()), "required": True}
    if name == "select":
        context["options"] = [{"value": str(key), "label": str(label)} for key, label in given.choices]
    if name == "input":
        context |= {
            "kind": getattr(given, "input_type", "text"),
            "autocomplete": given.attrs.get("autocomplete", ""),
        }
    return Widget(f"fields/{name}.html", context | words)


def _named(bound: BoundField) -> dict[str, Any]:
    secret = isinstance(bound.field.widget, forms.PasswordInput)
    value = "" if secret or bound.value() is None else bound.value()
    return {"id": bound.auto_id, "name": bound.html_name, "value": value}


def summary(form: forms.BaseForm) -> list[dict[str, str]]:
    """Return a form's errors for ``<c-error-summary>``: those of the whole form first."""
    found = [{"id": "", "text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        named = "" if bound.is_hidden else str(bound.auto_id)
        found += [{"id": named, "text": str(error)} for error in bound.errors]
    return found
