"""Forms of the doors for agents: Django reads and checks, the design system draws (design-system.md, §1)."""

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
        found = [{"id": bound.auto_id, "text": str(text)} for bound in self for text in bound.errors]
        return found + [{"id": "", "text": str(text)} for text in self.non_field_errors()]

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Put a room's refusal under its fields; what names no field of ours is said of the whole."""
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def drawn(bound: BoundField) -> Widget:
    """Return a bound field as the design system takes it."""
    kind, own = _kind(bound)
    value = bound.value()
    common = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": bound.label,
        "help": bound.help_text,
        "errors": list(bound.errors),
        "required": bound.field.required,
        "value": "" if value is None else value,
    }
    return Widget(f"fields/{kind}.html", common | own | getattr(bound.field, "drawing", {}))


def _kind(bound: BoundField) -> tuple[str, dict[str, Any]]:
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return "checkbox", {"label": "", "text": bound.label, "value": bool(bound.value())}
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
    kinds = {forms.DateField: "date", forms.TimeField: "time", forms.EmailField: "email"}
    return "input", {"kind": kinds.get(type(field), "text")}


def _choices(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    return list(cast("list[tuple[Any, Any]]", field.choices))
