"""Answers carried from one version of a form to another: kept as they are, said in another form, or lost.

Nothing is guessed: a value goes where the new question accepts it, or accepts the words by which people read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue import blocks
from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms.checking import check_all
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.said import as_posted


class Fate(StrEnum):
    """What becomes of an answer."""

    KEPT = "kept"
    CONVERTED = "converted"
    LOST = "lost"


@dataclass(frozen=True)
class Carried:
    """One answer of the former form. ``name`` is its input's there; ``was`` and ``now`` are its words.

    ``path`` is the question's key, « block.key » inside a block, the same whatever the row.
    """

    name: str
    path: str
    label: str
    fate: Fate
    was: str
    now: str = ""
    why: str = ""


@dataclass(frozen=True)
class Move:
    """What a move does to some answers. ``missing`` are the labels of the questions that remain to answer."""

    answers: dict[str, Any]
    carried: tuple[Carried, ...]
    missing: tuple[str, ...]
    wrong: tuple[str, ...] = field(default=())
    """Names of the inputs that the new form does not accept as they are, beside those that are missing."""

    def of(self, fate: Fate) -> list[Carried]:
        """Return the answers of one fate."""
        return [one for one in self.carried if one.fate == fate]


def carry(
    before: Form,
    after: Form,
    answers: Mapping[str, Any],
    context: Context | None = None,
    *,
    known: Mapping[str, Any] | None = None,
) -> Move:
    """Return what the answers of a form become in another. Nothing is written.

    ``known`` are the answers of the person when the forms are the agents'.
    """
    moved: dict[str, Any] = {}
    carried: list[Carried] = []
    for question in before.by_key.values():
        value = answers.get(question.key)
        if value is None or question.computed is not None:
            continue
        own, seen = _carried(question, after.by_key.get(question.key), question.key, question.key, value)
        carried += seen
        if own is not None:
            moved[question.key] = own
    given = {**(known or {}), **moved}
    checked = check_all(after, given, complete=False, context=context)
    whole = check_all(after, given, context=context)
    missing = [one for one in whole.errors if one not in checked.errors]
    return Move(
        answers=checked.answers,
        carried=tuple(_with_hidden(after, checked.answers, carried)),
        missing=tuple(dict.fromkeys(_labels(after, missing))),
        wrong=tuple(checked.errors),
    )


def _carried(
    old: Question, new: Question | None, name: str, path: str, value: Any
) -> tuple[Any, list[Carried]]:
    """Return what an answer becomes, and what is said of it and of those inside it."""
    if new is None or new.computed is not None or not new.type.holds:
        why = _("Cette question n’existe plus.")
        return None, [_lost(old, name, path, value, why)]
    if old.children and new.children:
        return _carried_rows(old, new, name, path, value)
    found = _converted(old, new, value)
    if found is None:
        why = _("La nouvelle question n’accepte pas cette réponse.")
        return None, [_lost(old, name, path, value, why)]
    fate = Fate.KEPT if found == value else Fate.CONVERTED
    now = new.type.to_text(new, found)
    return found, [Carried(name, path, old.label, fate, old.type.to_text(old, value), now)]


def _carried_rows(
    old: Question, new: Question, name: str, path: str, value: Any
) -> tuple[Any, list[Carried]]:
    """Carry every row of a block; a block that takes fewer of them keeps the first ones."""
    children = {child.key: child for child in new.children}
    rows: list[dict[str, Any]] = []
    carried: list[Carried] = []
    for place, row in enumerate(blocks.rows_of(old, value)):
        kept: dict[str, Any] = {}
        room = place < blocks.most_rows(new)
        for child in old.children:
            if row.get(child.key) is None or child.computed is not None:
                continue
            own = f"{blocks.row_name(old, name, place)}.{child.key}"
            target = children.get(child.key) if room else None
            found, seen = _carried(child, target, own, f"{path}.{child.key}", row[child.key])
            carried += seen
            if found is not None:
                kept[child.key] = found
        if room:
            rows.append(kept)
    return (blocks.joined(new, rows) if rows else None), carried


def _converted(old: Question, new: Question, value: Any) -> Any:
    """Return the answer as the new question accepts it, or None: itself, in a list, by its words."""
    for attempt in _attempts(old, new, value):
        found, refused = new.type.settle(new, attempt)
        if found is not None and not refused:
            return found
    words = value if isinstance(value, (str, int, float)) else old.type.to_text(old, value)
    found, refused = new.type.take(new, new.type.read(new, as_posted(words), "said", None))
    return None if refused else found


def _attempts(old: Question, new: Question, value: Any) -> Iterator[Any]:
    words = old.type.to_text(old, value)
    if "options" in old.options and "options" not in new.options:  # its value is a code that nobody reads
        yield words
    yield value
    if not isinstance(value, list):
        yield [value]
    elif len(value) == 1:
        yield value[0]
    yield words
    for option in new.options.get("options", []):
        if isinstance(option, Mapping) and option.get("label") == words:
            yield option.get("value")


def _lost(old: Question, name: str, path: str, value: Any, why: str) -> Carried:
    return Carried(name, path, old.label, Fate.LOST, old.type.to_text(old, value), why=why)


def _with_hidden(after: Form, answers: Mapping[str, Any], carried: list[Carried]) -> Iterator[Carried]:
    """Say lost the answers to questions that the new form does not ask in this case."""
    for one in carried:
        if one.fate == Fate.LOST or blocks.value_at(answers, one.name) is not None or _renamed(after, one):
            yield one
        else:
            why = _("Cette question n’est plus posée dans ce cas.")
            yield Carried(one.name, one.path, one.label, Fate.LOST, one.was, why=why)


def _renamed(after: Form, one: Carried) -> bool:
    """Return whether the new form numbers rows where the former did not, or the other way round."""
    _name, question = after.find(one.name)
    return question is None or bool(question.children)


def _labels(form: Form, names: list[str]) -> Iterator[str]:
    for name in names:
        _name, question = form.find(name)
        yield question.label or question.key if question else name
