"""Django's forms: Django reads and checks, the design system draws (design-system.md, §1)."""

from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField

from parvis.ui.fields import Widget


class DrawnForm(forms.Form):
    """A form whose fields are drawn by ``{% field widget %}``. A field's ``drawing`` adds keys of its template."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a list of choices its choices, known only with the request."""
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def draw(self, name: str, **keys: Any) -> None:
        """Give a field's template keys of its own."""
        self.fields[name].drawing = keys  # type: ignore[attr-defined]

    @property
    def widgets(self) -> list[Widget]:
        """Return the visible fields as widgets, in order."""
        return [drawn(bound) for bound in self.visible_fields()]

    @property
    def summary(self) -> list[dict[str, str]]:
        """Return every error for ``<c-error-summary>``: those of fields with their id, then those on the whole."""
        return summary(self)

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Put a room's refusal under its fields; what names no field of ours is said of the whole."""
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def summary(form: forms.BaseForm) -> list[dict[str, str]]:
    """Return a form's errors for ``<c-error-summary>``: those of fields with their id, then those on the whole."""
    found = [
        {"id": "" if bound.is_hidden else str(bound.auto_id), "text": str(text)}
        for bound in form
        for text in bound.errors
    ]
    return found + [{"id": "", "text": str(text)} for text in form.non_field_errors()]


def drawn(bound: BoundField) -> Widget:
    """Return a bound field as the design system takes it; a secret is never written back."""
    kind, own = _kind(bound)
    value = "" if isinstance(bound.field.widget, forms.PasswordInput) else bound.value()
    named = {"id": bound.auto_id, "name": bound.html_name, "value": "" if value is None else value}
    if kind == "hidden":
        return Widget("fields/hidden.html", named)
    said = {
        "label": bound.label,
        "help": bound.help_text,
        "errors": list(bound.errors),
        "required": bound.field.required,
    }
    return Widget(f"fields/{kind}.html", named | said | own | getattr(bound.field, "drawing", {}))


def _kind(bound: BoundField) -> tuple[str, dict[str, Any]]:
    field = bound.field
    if field.widget.is_hidden:
        return "hidden", {}
    if isinstance(field, forms.BooleanField):
        # A box alone may always be left as it is: it need not say so.
        return "checkbox", {
            "label": "",
            "text": bound.label,
            "value": bool(bound.value()),
            "required": True,
        }
    if isinstance(field, forms.MultipleChoiceField):
        chosen = bound.value()
        options = [{"value": str(value), "label": label} for value, label in _choices(field)]
        return "checkboxes", {"options": options, "value": [str(one) for one in chosen or ()]}
    if isinstance(field, forms.ChoiceField):
        options = [{"value": str(value), "label": label} for value, label in _choices(field) if value != ""]
        return ("radios" if isinstance(field.widget, forms.RadioSelect) else "select"), {"options": options}
    if isinstance(field, forms.FileField):
        return "file", {"value": ""}
    if isinstance(field.widget, forms.Textarea):
        return "textarea", {"rows": field.widget.attrs.get("rows", 5)}
    return "input", _line(field)


def _line(field: forms.Field) -> dict[str, Any]:
    kinds: dict[type[forms.Field], str] = {forms.DateField: "date", forms.TimeField: "time"}
    kind = kinds.get(type(field)) or getattr(field.widget, "input_type", "text")
    return {"kind": kind, "autocomplete": field.widget.attrs.get("autocomplete", "")}


def _choices(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    return list(cast("list[tuple[Any, Any]]", field.choices))
