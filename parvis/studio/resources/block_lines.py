"""The questions of a shared block as lines one may change: words, type, answers, order; a few blank ones follow."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.keys import question_key
from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.questions import AFTER_YES
from parvis.catalogue.composition.reading import PAGE
from parvis.catalogue.field_types import PostData, clean_line, clean_text, registry
from parvis.studio.form.additions import GUESS, Adding
from parvis.studio.form.choice_lines import as_lines, keep_values, read_lines
from parvis.studio.form.question import change_type

MOST, BLANK = 60, 2


@dataclass(frozen=True)
class BlockLine:
    """A question as it stands in its boxes. ``key`` is empty on a blank line; ``offers``: it has answers to choose."""

    number: int
    key: str
    label: str
    kind: str
    required: bool
    help: str
    choices: str
    offers: bool
    place: int


def as_they_are(fields: Sequence[Document]) -> list[BlockLine]:
    """Return the questions of a block as they would be typed, then blank lines."""
    held = [_line(number, field) for number, field in enumerate(fields)]
    blank = (
        BlockLine(number, "", "", GUESS, True, "", "", False, number + 1)
        for number in range(len(held), len(held) + BLANK)
    )
    return [*held, *blank]


def read_block(data: PostData, fields: Sequence[Document]) -> tuple[list[Document], dict[str, list[str]]]:
    """Return the questions that were typed, in the order asked for, and what is wrong by box."""
    former = {str(field["key"]): field for field in fields}
    errors: dict[str, list[str]] = {}
    found = sorted(_typed(data, former, errors), key=lambda one: one[0])
    taken = {str(field["key"]) for _place, field in found if "key" in field}
    made = []
    for _place, field in found:
        key = field.get("key") or question_key(str(field.get("label", "")), taken)
        taken.add(key)
        made.append({"key": key, **{name: value for name, value in field.items() if name != "key"}})
    return made, errors


def _typed(
    data: PostData, former: dict[str, Document], errors: dict[str, list[str]]
) -> Iterator[tuple[float, Document]]:
    for number in range(MOST):
        label, key = (clean_line(data.get(f"{number}.{name}", "")) for name in ("label", "key"))
        own = former.get(key)
        if (not label and (own is None or registry.get(own["type"]).labelled)) or data.get(
            f"{number}.remove"
        ):
            if own is not None and not data.get(f"{number}.remove"):
                errors[f"{number}-label"] = [_("Écrivez la question, ou cochez « Enlever ».")]
                yield _place(data, number), own
            continue
        yield _place(data, number), _changed(data, number, own) if own else _new(data, number, label, errors)


def _place(data: PostData, number: int) -> float:
    """Return where a line goes; among lines of one place, the one that was moved there comes first."""
    asked = clean_line(data.get(f"{number}.place", ""))
    place = int(asked) if asked.isascii() and asked.isdigit() else number + 1
    return place + (0.5 if place > number + 1 else -0.5 if place < number + 1 else 0)


def _changed(data: PostData, number: int, own: Document) -> Document:
    code = clean_line(data.get(f"{number}.type", ""))
    made = change_type(own, code) if code in registry and code != own["type"] else copy.deepcopy(own)
    made["label"] = clean_line(data.get(f"{number}.label", ""))
    help_text = clean_text(data.get(f"{number}.help", ""))
    made = {**made, "help": help_text} if help_text else {k: v for k, v in made.items() if k != "help"}
    if registry.get(made["type"]).asks:
        made.pop("required", None)
        if not data.get(f"{number}.required"):
            made["required"] = False
    choices = clean_text(data.get(f"{number}.choices", ""))
    if "options" in registry.get(made["type"]).options and choices != as_lines(own.get("options", ())):
        made["options"] = read_lines(choices)
        keep_values(own.get("options", ()), made["options"])
    return made


def _new(data: PostData, number: int, label: str, errors: dict[str, list[str]]) -> Document:
    adding = Adding(
        label=label,
        code=clean_line(data.get(f"{number}.type", "")),
        required=bool(data.get(f"{number}.required", "")),
        choices=clean_text(data.get(f"{number}.choices", "")),
        help=clean_text(data.get(f"{number}.help", "")),
    )
    line = adding.line()
    if line is None or line.kind == PAGE:
        said = [one for each in adding.errors.values() for one in each]
        errors[f"{number}-label"] = said or [_("Un bloc n’a pas d’étapes.")]
        return {"type": "text", "label": label}
    made: dict[str, Any] = adding.question(line)
    made.pop(AFTER_YES, None)
    return made


def _line(number: int, field: Document) -> BlockLine:
    kind = registry.get(field["type"])
    offers = "options" in kind.options
    return BlockLine(
        number=number,
        key=str(field["key"]),
        label=str(field.get("label", "")),
        kind=kind.code,
        required=kind.asks and field.get("required", True),
        help=str(field.get("help", "")),
        choices=as_lines(field.get("options", ())) if offers else "",
        offers=offers,
        place=number + 1,
    )
