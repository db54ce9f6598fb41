"""A bank account."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban

from parvis.catalogue.compound import alone
from parvis.catalogue.field_types import PostData, Question, Widget, refuse, register, registry
from parvis.catalogue.parts import Part, Parts
from parvis.common.errors import Invalid
from parvis.common.personal_data import Category

FILE = "file"
KINDS = ["pdf", "jpeg", "png"]


@register
class Iban(Parts):
    """An account by its IBAN: ``{"iban", "holder", "file"}``. Options: ``with_holder`` asks in whose name it is,
    ``with_file`` asks the bank's paper (« RIB ») as a file.

    Of any country: a payer may not demand a French account (regulation (EU) 260/2012, art. 9).
    """

    code, label = "iban", gettext_lazy("compte bancaire (IBAN)")
    category = Category.IDENTITY
    keys = ("iban", "holder")
    options: ClassVar[dict[str, Any]] = {
        "with_holder": {"type": "boolean"},
        "with_file": {"type": "boolean"},
    }
    example: ClassVar[Any] = {"iban": "FR7630006000011234567890189", "holder": "", "file": []}

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the boxes asked, but that of the file."""
        number = Part(
            "iban",
            _("IBAN"),
            _("Écrivez l’IBAN : il est sur le relevé d’identité bancaire (RIB)."),
            checked=_checked_iban,
            shown=iban.format,
            longest=60,
            drawing={"autocomplete": "off"},
        )
        holder = Part("holder", _("Titulaire du compte"), _("Écrivez le nom du titulaire du compte."))
        return (number, holder) if question.options.get("with_holder") else (number,)

    def empty(self, question: Question) -> Any:
        """No number, no holder, no file."""
        return {**super().empty(question), FILE: []}

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez l’IBAN : il est sur le relevé d’identité bancaire (RIB).")

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Say it box by box, the file too."""
        return super().lacking(question) | _no_file(question)

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the boxes; the files are those kept."""
        box = _file_box(question)
        files = kept.get(FILE) if isinstance(kept, dict) else None
        texts = super().read(question, data, name, kept)
        return {**texts, FILE: box.type.read(box, data, f"{name}.{FILE}", files)}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a number that its check digits deny, or an account without the paper asked."""
        errors: dict[str, list[str]] = {}
        given = value.get(FILE, []) if isinstance(value, dict) else []
        texts = (
            {key: text for key, text in value.items() if key != FILE} if isinstance(value, dict) else value
        )
        checked: dict[str, Any] = {}
        try:
            checked = super().check(question, texts)
        except Invalid as invalid:
            errors |= invalid.errors
        box = _file_box(question)
        try:
            files = box.type.check(box, given)
        except Invalid as invalid:
            raise Invalid(errors | {FILE: invalid.errors[""]}) from None
        errors |= {} if files else _no_file(question)
        if errors:
            raise Invalid(errors)
        return {**checked, FILE: files if question.options.get("with_file") else []}

    def file_boxes(self, question: Question, value: Any) -> dict[str, Question]:
        """The box of the bank's paper, when it is asked."""
        return {FILE: _file_box(question)} if question.options.get("with_file") else {}

    def to_text(self, question: Question, value: Any) -> str:
        """Return the number by groups of four, the holder, the names of the files."""
        names = ", ".join(file["name"] for file in value.get(FILE, []))
        lines = (iban.format(value.get("iban", "")), value.get("holder", ""), names)
        return "\n".join(line for line in lines if line)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of texts, and the files."""
        schema = super().schema(question)
        box = _file_box(question)
        schema["properties"] = schema["properties"] | {FILE: box.type.schema(box)}
        schema["required"] += [FILE] if question.options.get("with_file") else []
        return schema

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw one box, or a group when more is asked."""
        group = super().widget(question, name, typed, errors)
        if question.options.get("with_file"):
            box = replace(_file_box(question), required=question.required)
            files = typed.get(FILE, []) if isinstance(typed, dict) else []
            own = {"": errors.get(FILE, [])}
            group.context["widgets"].append(box.type.widget(box, f"{name}.{FILE}", files, own))
        if len(group.context["widgets"]) > 1:
            return group
        return alone(question, name, group.context["widgets"][0], errors)


def _file_box(question: Question) -> Question:
    """Return the question of the bank's paper."""
    return Question(
        key=FILE,
        type=registry.get("file"),
        label=_("Relevé d’identité bancaire (RIB)"),
        required=question.required,
        options={"accept": KINDS, "max_files": 2},
    )


def _no_file(question: Question) -> dict[str, list[str]]:
    return (
        {FILE: [_("Ajoutez le relevé d’identité bancaire (RIB).")]}
        if question.options.get("with_file")
        else {}
    )


def _checked_iban(text: str, part: str) -> str:
    number = iban.compact(text).upper()
    if not iban.is_valid(number):
        refuse(_("Cet IBAN n’existe pas. Vérifiez chaque lettre et chaque chiffre sur le RIB."), part)
    return str(number)
