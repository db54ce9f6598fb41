"""The rows of a workbook made of a form: pages are groups, repeated blocks repeats, translations columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.compound import Compound
from parvis.catalogue.exports.xlsform.questions import (
    BLOCKS,
    NOTHING,
    WORDS,
    YES_NO,
    Kind,
    kind_of,
    options_of,
)
from parvis.catalogue.exports.xlsform.xpath import LIST, ROWS, TEXT, Names, Written, value_of, xpath_of
from parvis.catalogue.expressions import Expression
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms.engine import Form, Page
from parvis.catalogue.forms.text import to_plain
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import Remainder, What
from parvis.catalogue.parts import Parts

Row = dict[str, str]


@dataclass
class Sheets:
    """A workbook being made: its rows, what formulas read, what is left."""

    form: Form
    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    left: list[Remainder] = field(default_factory=list)
    names: dict[str, Written] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {"meta"})

    def reading(self) -> Names:
        """Return what a formula may read now."""
        return Names(self.names, self.form.parameters)

    def leave(self, kind: What | str, place: str, what: str, why: str) -> None:
        """Say what the workbook does not hold."""
        self.left.append(Remainder(place, what, str(kind), why))

    def name(self, wanted: str, outer: str = "") -> str:
        """Return a name that no row has."""
        name = wanted if wanted not in self.taken else f"{outer}_{wanted}" if outer else wanted
        number = 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name


def sheets_of(form: Form) -> Sheets:
    """Return the rows of a form."""
    sheets = Sheets(form)
    for page in form.pages:
        _page(page, sheets)
    if any(row["type"] == f"select_one {YES_NO}" for row in sheets.survey):
        sheets.choices += [
            {"list_name": YES_NO, "name": name, "label": label}
            for name, label in (("yes", _("Oui")), ("no", _("Non")))
        ]
    return sheets


def _page(page: Page, sheets: Sheets) -> None:
    name = sheets.name(
        page.key.replace("-", "_") if page.key[0].isalpha() else f"page_{page.key}".replace("-", "_")
    )
    opening = {"type": "begin group", "name": name, "label": _words(page.title, sheets, page.title)}
    opening |= {"appearance": "field-list", **_relevant(page.condition, page.title, sheets)}
    sheets.survey.append(opening)
    if page.description:
        sheets.survey.append(
            {"type": "note", "name": sheets.name(f"{name}_note"), "label": to_plain(page.description)}
        )
    for question in page.questions:
        _question(question, sheets)
    sheets.survey.append({"type": "end group"})
    for check in page.checks:
        why = _("une règle de page n’a pas d’équivalent.")
        sheets.leave(What.VALIDATIONS, page.title, check.rule.source, why)
    for way_out in page.exits:
        sheets.leave("exit", page.title, way_out.when.source, _("une sortie n’a pas d’équivalent."))


def _question(question: Question, sheets: Sheets, outer: str = "") -> None:
    code = question.type.code
    if code in NOTHING:
        return
    name = sheets.name(question.key, outer)
    if code in WORDS:
        _note(question, name, sheets)
    elif code in BLOCKS:
        _block(question, name, sheets)
    elif question.computed is not None:
        _computed(question, question.computed, name, sheets)
    else:
        kind = kind_of(question, name)
        if kind is None:
            _parts(question, name, sheets)
        else:
            sheets.survey.append(_row(question, kind, name, sheets))
            sheets.names[question.key] = Written(name, kind.holds)
            _list(question, name, sheets)


def _note(question: Question, name: str, sheets: Sheets) -> None:
    text = question.options.get("text", "")
    label = _words(to_plain(text) or question.label, sheets, question.label)
    row = {"type": "note", "name": name, "label": label}
    sheets.survey.append(row | _relevant(question.condition, question.label, sheets))


def _computed(question: Question, formula: Expression, name: str, sheets: Sheets) -> None:
    try:
        calculation = value_of(formula.tree, sheets.reading())
    except Untranslatable as why:
        sheets.leave(What.COMPUTED_VALUES, question.label, formula.source, str(why))
        return
    if question.options.get("frozen"):
        calculation = f"once({calculation})"
    row = {"type": "calculate", "name": name, "calculation": calculation}
    sheets.survey.append(row | _relevant(question.condition, question.label, sheets))
    sheets.names[question.key] = Written(name, TEXT)


def _block(question: Question, name: str, sheets: Sheets) -> None:
    repeat = (
        question.options.get("repeat")
        if question.type.code == "block"
        else question.options.get("repeat", {})
    )
    word = "group" if repeat is None else "repeat"
    row = {"type": f"begin {word}", "name": name, "label": _words(question.label, sheets, question.label)}
    if repeat and repeat.get("min") and repeat.get("min") == repeat.get("max"):
        row["repeat_count"] = str(repeat["min"])
    sheets.survey.append(row | _relevant(question.condition, question.label, sheets))
    before = dict(sheets.names)
    for child in question.children:
        _question(child, sheets, question.key)
    sheets.survey.append({"type": f"end {word}"})
    inside = {child.key: sheets.names[child.key] for child in question.children if child.key in sheets.names}
    sheets.names = {**before, question.key: Written(name, ROWS if word == "repeat" else TEXT, inside)}


def _parts(question: Question, name: str, sheets: Sheets) -> None:
    """Write a question made of parts (a person, an address) as a group of them; any other, as a text."""
    if not isinstance(question.type, Parts | Compound):
        sheets.leave(What.FIELDS, question.label, question.type.code, _("cette question devient un texte."))
        sheets.survey.append(_row(question, Kind("text"), name, sheets))
        sheets.names[question.key] = Written(name, TEXT)
        return
    opening = {"type": "begin group", "name": name, "label": _words(question.label, sheets, question.label)}
    if question.help:
        opening["hint"] = question.help
    sheets.survey.append(opening | _relevant(question.condition, question.label, sheets))
    parts = {}
    for part in question.type.parts(question):
        kind = (kind_of(part, name) if isinstance(part, Question) else None) or Kind("text")
        own = sheets.name(f"{name}_{part.key}")
        needed = {"required": "yes"} if question.required and part.required else {}
        simple = Kind("text") if kind.type.startswith("select") else kind
        sheets.survey.append({"type": simple.type, "name": own, "label": part.label, **needed})
        parts[part.key] = Written(own, simple.holds)
    sheets.survey.append({"type": "end group"})
    sheets.names[question.key] = Written(name, TEXT, parts)


def _row(question: Question, kind: Kind, name: str, sheets: Sheets) -> Row:
    row = {
        "type": kind.type,
        "name": name,
        "label": _words(question.label, sheets, question.label),
        **kind.cells,
    }
    if question.help:
        row["hint"] = _words(question.help, sheets, question.label)
    if question.required:
        row["required"] = "yes"
    row |= _relevant(question.condition, question.label, sheets)
    row |= _constraint(question, kind, name, sheets)
    return row | _filled(question, sheets)


def _constraint(question: Question, kind: Kind, name: str, sheets: Sheets) -> Row:
    """Return the rules of a question: those of its options, then the builder's."""
    own = Written(name, kind.holds)
    reading = Names({**sheets.names, question.key: own}, sheets.form.parameters)
    tests, messages = ([kind.constraint] if kind.constraint else []), []
    for check in question.checks:
        try:
            tests.append(xpath_of(check.rule.tree, reading).replace(f"${{{name}}}", "."))
            messages.append(str(check.message))
        except Untranslatable as why:
            sheets.leave(What.VALIDATIONS, question.label, check.rule.source, str(why))
    if not tests:
        return {}
    joined = tests[0] if len(tests) == 1 else " and ".join(f"({test})" for test in tests)
    return {"constraint": joined, **({"constraint_message": " ".join(messages)} if messages else {})}


def _filled(question: Question, sheets: Sheets) -> Row:
    prefill = question.prefill
    if prefill is not None and prefill.value is not None:
        try:
            return {"default": value_of(prefill.value.tree, sheets.reading())}
        except Untranslatable as why:
            sheets.leave(What.PREFILLS, question.label, prefill.value.source, str(why))
    elif prefill is not None:
        why_not = _("un téléphone ne connaît pas la personne.")
        sheets.leave(What.PREFILLS, question.label, f"{prefill.source} {prefill.name}".strip(), why_not)
    default = question.default
    if isinstance(default, bool):
        return {"default": "yes" if default else "no"}
    if isinstance(default, list):
        return (
            {"default": " ".join(map(str, default))} if all(isinstance(one, str) for one in default) else {}
        )
    return {"default": str(default)} if isinstance(default, str | int | float) else {}


def _relevant(condition: Expression | None, place: str, sheets: Sheets) -> Row:
    if condition is None:
        return {}
    try:
        return {"relevant": xpath_of(condition.tree, sheets.reading())}
    except Untranslatable as why:
        sheets.leave(What.CONDITIONS, place, condition.source, str(why))
        return {}


def _list(question: Question, name: str, sheets: Sheets) -> None:
    if "options" in question.options:
        sheets.choices += [
            {"list_name": name, "name": value, "label": str(label)} for value, label in options_of(question)
        ]


def _words(text: str, sheets: Sheets, place: str) -> str:
    """Return a text whose recalled answers are written « ${name} »."""
    pieces: list[str] = []
    for number, piece in enumerate(text.replace("}}", "{{").split("{{")):
        pieces.append(piece if number % 2 == 0 else _recalled(piece.strip(), sheets, place))
    return "".join(pieces)


def _recalled(source: str, sheets: Sheets, place: str) -> str:
    written = sheets.names.get(source)
    if written is not None and not written.parts and written.kind not in (ROWS, LIST):
        return f"${{{written.name}}}"
    sheets.leave("recall", place, source, _("seule une réponse entière se rappelle dans un XLSForm."))
    return "…"


def columns_of(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Return the columns that some rows use, in the order of the specification."""
    used = {column for row in rows for column in row}
    return [column for column in _COLUMNS if column in used]


_COLUMNS = (
    "type", "list_name", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
    "calculation", "default", "appearance", "repeat_count",
)  # fmt: skip
