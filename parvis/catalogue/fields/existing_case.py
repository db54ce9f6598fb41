"""A case already lodged."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.case_book import KnownCase, book
from parvis.catalogue.choices import OTHER
from parvis.catalogue.field_types import (
    FieldType,
    Moment,
    PostData,
    Question,
    Widget,
    clean_line,
    inner,
    must_be,
    refuse,
    register,
)

LONGEST = 40


@register
class ExistingCase(FieldType):
    """One of the cases of the person, chosen when they signed in, or by its number: ``{"number", "title"}``.

    The number's check digit is verified. Its title is filled only when who acts may see the case: a stranger's number
    teaches nothing. Option ``procedures``: codes of those it may be of.
    """

    code, label = "existing_case", gettext_lazy("demande déjà envoyée")
    template = "fields/input.html"
    moving = True
    options: ClassVar[dict[str, Any]] = {
        "procedures": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,99}$"},
        },
    }
    example: ClassVar[Any] = {"number": "482109375519", "title": ""}

    def at(self, question: Question, moment: Moment) -> Question:
        """Add the cases of who acts, and the answer of a case being changed."""
        found = {"own": book().own(question.options.get("procedures", ())), "held": moment.held}
        return replace(question, options={**question.options, **found})

    def empty(self, question: Question) -> Any:
        """No case."""
        return {"number": "", "title": ""}

    def is_empty(self, value: Any) -> bool:
        """Return whether no case is named."""
        if isinstance(value, Mapping):
            return all(part in ("", None) for part in value.values())
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez le numéro de la demande : il est sur son accusé de réception.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the case chosen, or the number typed."""
        return {
            "value": clean_line(data.get(name, ""))[:LONGEST],
            "text": clean_line(data.get(f"{name}.text", ""))[:LONGEST],
        }

    def typed(self, question: Question, value: Any) -> Any:
        """Fill both ways: the page shows the one there is."""
        number = str(value.get("number") or "") if isinstance(value, Mapping) else ""
        return {"value": number, "text": book().written(number) if number else ""}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the case chosen, else the number."""
        chosen = typed["value"] if typed["value"] not in ("", OTHER) else typed["text"]
        return {"number": chosen, "title": ""} if chosen else None

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a number that cannot be one, and a case of another procedure."""
        must_be(value, dict)
        number = value.get("number")
        must_be(number, str)
        if set(value) - {"number", "title"}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        if value == question.options.get("held"):
            return value
        read = book().read(clean_line(number)[:LONGEST])
        if read is None:
            refuse(_("Ce numéro n’est pas celui d’une demande. Vérifiez chaque chiffre."))
        found = book().find(read)
        procedures = question.options.get("procedures")
        if found and procedures and found[0] not in procedures:
            refuse(_("Cette demande est d’une autre démarche."))
        return {"number": read, "title": found[1].title if found else ""}

    def to_text(self, question: Question, value: Any) -> str:
        """Return the number, then what it is about."""
        number = book().written(value["number"])
        return "\n".join(line for line in (number, value.get("title")) if line)

    def schema(self, question: Question) -> dict[str, Any]:
        """The number; the title is ours."""
        return {
            "type": "object",
            "required": ["number"],
            "additionalProperties": False,
            "properties": {"number": {"type": "string", "maxLength": LONGEST}, "title": {"type": "string"}},
        }

    def sample(self, question: Question, luck: Random) -> Any:
        """One of the person's own, else the example."""
        own: list[KnownCase] = question.options.get("own", [])
        return self.check(question, {"number": luck.choice(own).number} if own else self.example)

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the list of the person's cases, or the box of a number."""
        given = typed if isinstance(typed, Mapping) else {"value": "", "text": ""}
        whole = super().widget(question, name, "", errors).context | {"key": name}
        own: list[KnownCase] = question.options.get("own", [])
        if not own:
            keys = whole | {"name": f"{name}.text", "value": given["text"] or given["value"]}
            return Widget(self.template, keys | {"width": "20", "inputmode": "numeric"})
        listed = given["value"] in {case.number for case in own}
        elsewhere = bool(given["text"] or given["value"]) and not listed
        return inner(
            "fields/select.html",
            name,
            question.label,
            given["value"] if listed else OTHER if elsewhere else "",
            **{key: whole[key] for key in ("help", "required", "errors", "id", "key")},
            options=[{"value": case.number, "label": _in_words(case)} for case in own],
            other=_("Une autre demande, par son numéro"),
            other_text=given["text"] or given["value"] if elsewhere else "",
        )


def _in_words(case: KnownCase) -> str:
    return _("%(title)s (reçue le %(day)s)") % {"title": case.title, "day": case.received}
