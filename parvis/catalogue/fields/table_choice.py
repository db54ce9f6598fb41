"""A choice in a list kept outside the form: a table of reference of the body, or a data source."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue import sampling
from parvis.catalogue.field_types import (
    FieldType,
    Moment,
    PostData,
    Question,
    Widget,
    at_most,
    clean_line,
    must_be,
    refuse,
    register,
)
from parvis.catalogue.lists.lookup import find_list
from parvis.catalogue.lists.offers import ALONE, Offer, Row

MOST_RADIOS = 8
MOST_CHOSEN = 50
SAMPLED = 20
LONGEST = 300
_CODE = {"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$", "maxLength": 100}


@register
class TableChoice(FieldType):
    """A row of the list ``table`` or ``source``, frozen in the answer: its code, its label, its columns.

    ``where`` keeps the rows whose columns hold what formulas give. ``multiple``: several rows. Few rows are drawn as
    buttons or a drop-down, many are searched.
    """

    code, label = "table_choice", gettext_lazy("choix dans une liste")
    template = "fields/autocomplete.html"
    moving = True
    options: ClassVar[dict[str, Any]] = {
        "table": _CODE | {"description": "Code of a table of reference of the body."},
        "source": _CODE | {"description": "Code of a data source of the body; a table wins over it."},
        "multiple": {"type": "boolean"},
        "where": {
            "type": "object",
            "maxProperties": 10,
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_.-]{0,59}$"},
            "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 1000},
            "description": "Formulas by column, or by parameter of the source: linked choices.",
        },
    }
    example_options: ClassVar[dict[str, Any]] = {"table": "rues"}
    example: ClassVar[Any] = {"code": "0042", "label": "Rue des Lilas", "columns": {}}

    def at(self, question: Question, moment: Moment) -> Question:
        """Look up what the list offers."""
        found = find_list(question.options, moment)
        own = {"offer": found.offer, "linked": found.reads, "held": _rows_held(moment.held)}
        return replace(question, options={**question.options, **own})

    def formulas(self, options: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the formulas of ``where``."""
        for column, source in options.get("where", {}).items():
            yield ("where", column), source

    def empty(self, question: Question) -> Any:
        """No choice: blanks, so that a formula may read the code."""
        return [] if question.options.get("multiple") else {"code": "", "label": "", "columns": {}}

    def is_empty(self, value: Any) -> bool:
        """Return whether nothing is chosen."""
        if isinstance(value, dict):
            return all(part in ("", None, {}) for part in value.values())
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Choisissez dans la liste.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the codes chosen and the words typed. To search again forgets what was chosen under other words."""
        text = clean_line(data.get(f"{name}.text", ""))[:LONGEST]
        codes = [clean_line(code)[:LONGEST].strip() for code in data.getlist(name) if isinstance(code, str)]
        codes = [code for code in dict.fromkeys(codes) if code][:MOST_CHOSEN]
        if question.options.get("multiple"):
            return {"values": codes, "text": text}
        again = data.get("search_field", "") == name and bool(text)
        return {"value": "" if again or not codes else codes[0], "text": text}

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the box with the label, or tick the rows chosen."""
        if question.options.get("multiple"):
            rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
            return {"values": [str(row.get("code", "")) for row in rows], "text": ""}
        row = value if isinstance(value, dict) else {}
        return {"value": row.get("code", ""), "text": row.get("label", "")}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the codes chosen, else the one row of that very label, else the words where nothing is offered."""
        offer, text = _offer(question), typed["text"]
        if question.options.get("multiple"):
            if text:
                refuse(
                    _("« %(text)s » n’est pas encore choisi : cochez un choix, ou effacez ces mots.")
                    % {"text": text}
                )
            return [_named(offer, code) for code in typed["values"]]
        if typed["value"]:
            return {"label": text, **_named(offer, typed["value"])}
        if not text:
            return None
        exact = offer.named(text)
        if len(exact) != 1:
            refuse(_several_or_none(found=bool(exact or offer.search(text))))
        return {"code": exact[0].code}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what is not offered today; freeze what the list says of what is."""
        if not question.options.get("multiple"):
            return self._checked(question, [value])[0]
        must_be(value, list)
        if len(value) > MOST_CHOSEN:
            refuse(_("Choisissez %(most)d réponses au plus.") % {"most": MOST_CHOSEN})
        chosen = self._checked(question, value)
        return list({(one["code"], one["label"]): one for one in chosen}.values())

    def _checked(self, question: Question, given: list[Any]) -> list[dict[str, Any]]:
        for one in given:
            _check_shape(one)
        offer, held = _offer(question), question.options.get("held", {})
        rows = offer.rows({one["code"] for one in given if one.get("code")} - held.keys())
        return [held.get(one.get("code")) or _frozen(offer, rows, one) for one in given]

    def sample(self, question: Question, luck: Random) -> Any:
        """Return a row offered, or words where nothing is and any may be written."""
        offer = _offer(question)
        rows = offer.first(SAMPLED)
        if not rows:
            chosen: Any = {"code": "", "label": sampling.words(luck), "columns": {}} if offer.free else None
        else:
            chosen = luck.choice(rows).answer
        return [chosen] if chosen and question.options.get("multiple") else chosen

    def to_text(self, question: Question, value: Any) -> str:
        """Return the labels; words that the list did not hold are marked as such."""
        rows = value if isinstance(value, list) else [value]
        return ", ".join(_told(row) for row in rows)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of the code; the label and the columns are ours."""
        row = {
            "type": "object",
            "required": ["code"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string", "maxLength": 100},
                "label": {"type": "string", "maxLength": LONGEST},
                "columns": {"type": "object"},
            },
        }
        if question.options.get("multiple"):
            return {"type": "array", "maxItems": MOST_CHOSEN, "items": row}
        return row

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the list by its number of rows, or the reason why there is none."""
        widget = super().widget(question, name, typed, errors)
        offer, linked = _offer(question), " ".join(question.options.get("linked", ()))
        widget.context["linked"] = linked
        if offer.free:
            words = {"value": _words(typed), "help": f"{offer.sentence} {question.help}".strip()}
            return Widget("fields/input.html", widget.context | words)
        rows = offer.few()
        if rows == []:
            said = {"value": "", "text": offer.sentence or _("La liste est vide pour le moment.")}
            return Widget("fields/list.html", widget.context | said)
        draw = _draw_several if question.options.get("multiple") else _draw_one
        template, own = draw(offer, rows, typed, question.options.get("held", {}))
        return Widget(template, widget.context | own)

    def suggestions(self, question: Question, words: str) -> list[dict[str, str]]:
        """Search the list."""
        return [_option(row) for row in _offer(question).search(words)]


def _named(offer: Offer, given: str) -> dict[str, str]:
    """Return what was posted as a choice: a code, or words when a box to write in stood for the list."""
    if offer.free and offer is not ALONE and given not in offer.rows([given]):
        return {"code": "", "label": given}
    return {"code": given}


def _several_or_none(*, found: bool) -> str:
    if found:
        return _("Plusieurs choix répondent à ces mots. Choisissez dans la liste.")
    return _("Rien dans la liste ne répond à ces mots. Essayez-en d’autres.")


def _offer(question: Question) -> Offer:
    """Return what was found for the question; alone, it takes any well-formed answer."""
    found: Offer = question.options.get("offer", ALONE)
    return found


def _words(typed: Mapping[str, Any]) -> str:
    return str(typed["text"] or typed.get("value") or ", ".join(typed.get("values", ())))


def _draw_one(
    offer: Offer, rows: list[Row] | None, typed: dict[str, str], held: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    if rows is None:
        found = offer.search(typed["text"]) if typed["text"] and not typed["value"] else []
        return "fields/autocomplete.html", {"options": [_option(row) for row in found], "url": ""}
    template = "fields/radios.html" if len(rows) <= MOST_RADIOS else "fields/select.html"
    return template, {"options": _with_held(rows, held), "value": typed["value"]}


def _draw_several(
    offer: Offer, rows: list[Row] | None, typed: dict[str, Any], held: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    if rows is not None:
        return "fields/checkboxes.html", {"options": _with_held(rows, held), "value": typed["values"]}
    known = {code: row.answer for code, row in offer.rows(typed["values"]).items()} | dict(held)
    chosen = [known[code] for code in typed["values"] if code in known]
    found = [row for row in offer.search(typed["text"]) if row.code not in known] if typed["text"] else []
    return "fields/several.html", {
        "value": {"values": typed["values"], "text": typed["text"]},
        "chosen": [{"value": one["code"], "label": one["label"]} for one in chosen],
        "options": [_option(row) for row in found],
        "url": "",
    }


def _with_held(rows: list[Row], held: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the choices drawn: those offered, and those of a case being changed that no longer are."""
    offered = {row.code for row in rows}
    former = [{"value": code, "label": one["label"]} for code, one in held.items() if code not in offered]
    return [_option(row) for row in rows] + former


def _option(row: Row) -> dict[str, str]:
    return {"value": row.code, "label": row.label}


def _check_shape(value: Any) -> None:
    """Refuse what only a program can send."""
    must_be(value, dict)
    if set(value) - {"code", "label", "columns"}:
        refuse(_("Cette réponse n’a pas la forme attendue."))
    for part in ("code", "label"):
        must_be(value.get(part, ""), str)
    must_be(value.get("columns", {}), dict)


def _frozen(offer: Offer, rows: Mapping[str, Row], given: Mapping[str, Any]) -> dict[str, Any]:
    code, label = given.get("code", ""), clean_line(given.get("label", ""))
    row = rows.get(code)
    if row is None and not code and offer.accepts_words and offer is not ALONE:
        named = offer.named(label)
        row = named[0] if len(named) == 1 else None
    if row is not None:
        sentence = offer.why_not(row)
        if sentence:
            refuse(sentence)
        return row.answer
    if offer is ALONE:
        return _well_formed(given, label)
    if code or not label or not offer.accepts_words:
        refuse(offer.sentence or _("Choisissez dans la liste."))
    return {"code": "", "label": at_most(label, LONGEST), "columns": {}}


def _well_formed(given: Mapping[str, Any], label: str) -> dict[str, Any]:
    code = clean_line(given.get("code", ""))
    if not code and not label:
        refuse(_("Choisissez dans la liste."))
    columns = {
        clean_line(key)[:60].strip(): clean_line(value)
        for key, value in given.get("columns", {}).items()
        if isinstance(value, str)
    }
    return {"code": at_most(code, 100), "label": at_most(label, LONGEST), "columns": columns}


def _rows_held(held: Any) -> dict[str, dict[str, Any]]:
    """Return the rows of the answer of a case being changed, by code: they stay good."""
    rows = held if isinstance(held, list) else [held]
    return {row["code"]: row for row in rows if isinstance(row, dict) and row.get("code")}


def _told(row: Mapping[str, Any]) -> str:
    label = str(row.get("label") or row.get("code", ""))
    return label if row.get("code") else _("%(label)s (écrit librement)") % {"label": label}
