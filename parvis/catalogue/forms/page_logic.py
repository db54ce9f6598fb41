"""What a page carries to show, hide, compute and say again by itself, without a word to the server.

The page runs the conditions, computed values and recalled texts that depend on its own questions
(``js/conditions.js``), over what stands in its boxes and what they read besides: the value of earlier answers and of
the context, those and nothing more. Whatever depends on earlier pages only is settled here. A type of question whose
boxes the page cannot read as the server does (``FieldType.page_reader``) is ``known`` from the server, which the page
asks again when such a box changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.catalogue import blocks
from parvis.catalogue.expressions import Context, Expression, for_page, paths_of
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms.definition import Form, Page
from parvis.catalogue.forms.prefilling import fixed_answers
from parvis.catalogue.forms.visibility import Visibility, visibility
from parvis.catalogue.recall import Recall, Recalled

Step = dict[str, Any]
ASK = ""
"""The reader of what the page does not read: it asks the server."""


def page_logic(
    form: Form,
    pages: Iterable[Page],
    answers: Mapping[str, Any],
    context: Context | None = None,
    seen: Visibility | None = None,
) -> dict[str, Any] | None:
    """Return what the page that shows these pages of the form runs, as JSON; None when nothing on it can change.

    ``pages``: each with its condition if it can change, the ``keys`` always asked, the ``steps`` in order. ``values``:
    what formulas read besides. ``known`` and ``told``: the answers and the words that only the server can tell, by
    name of input (``told``: with the place of the text). ``seen``: what is asked given these answers, when it is known
    already.
    """
    fixed = fixed_answers(form, answers, context)
    if seen is None or fixed:
        seen = visibility(form, {**answers, **fixed}, context)
    maker = _Maker(seen, fixed)
    made = [logic for page in pages if (logic := maker.page(page)) is not None]
    if not any(_changes(step) for logic in made for step in logic["steps"]):
        return None
    reads = maker.pruned(made)
    steps = [step for logic in made for step in logic["steps"]]
    return {"pages": made, "values": maker.values(steps, reads), **_from_the_server(steps, maker.seen)}


def server_part(logic: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the server tells again when the page asks."""
    return {name: logic[name] for name in ("known", "told")} if logic else {}


Reads = dict[str, set[tuple[str, ...]]]
"""What formulas read, by name: whole answers or parts of them (``expressions.paths_of``)."""


@dataclass
class _Maker:
    """Makes the steps in order, remembering what can change, and what each step reads."""

    seen: Visibility
    fixed: Mapping[str, Any]
    moving: set[str] = field(default_factory=set)
    reads: Reads = field(default_factory=dict)
    reads_of: dict[str, Reads] = field(default_factory=dict)

    def page(self, page: Page) -> dict[str, Any] | None:
        """Return a page's part, None when it is never asked."""
        moves = self._moves(page.condition)
        if not moves and not self._holds(page.condition):
            return None
        keys, steps = [], []
        when = {"when": self._tree(page.condition)} if moves else {}
        self.reads_of[f"page {page.key}"], self.reads = self.reads, {}
        for question in page.questions:
            step = self.step(question, question.key, under=moves)
            self.reads_of[question.key], self.reads = self.reads, {}
            if step is not None:
                steps.append(step)
            elif self._holds(question.condition):
                keys.append(question.key)
        return {"key": page.key, "keys": keys, "steps": steps, **when}

    def step(self, question: Question, name: str, *, under: bool) -> Step | None:
        """Return what the page does of a question; None when nothing of it can change.

        ``under``: it stands on a page that may be asked or not, so even a settled answer may count or not.
        """
        moves = self._moves(question.condition)
        if not moves and not self._holds(question.condition):
            return None
        step = self._shown(question, moves=moves)
        if question.type.holds and (value := self._value(question, name, under=under or moves)):
            step |= {"empty": question.type.empty(question), **value}
            self.moving.add(question.key)
        return step if len(step) > 1 else None

    def pruned(self, made: list[dict[str, Any]]) -> Reads:
        """Take off the steps that nothing needs; return what the others read. Formulas look back: one pass does."""
        needed: Reads = {}
        for logic in reversed(made):
            kept = []
            for step in reversed(logic["steps"]):
                if _changes(step) or step["key"] in needed:
                    kept.append(step)
                    _add(needed, self.reads_of[step["key"]])
                else:
                    logic["keys"].append(step["key"])
            logic["steps"] = kept[::-1]
            _add(needed, self.reads_of[f"page {logic['key']}"])
        return needed

    def values(self, steps: list[Step], reads: Reads) -> dict[str, Any]:
        """Return the values that formulas read and that no step gives: whole, or only the parts read."""
        given = {step["key"] for step in steps if "empty" in step}
        values = {}
        for name, paths in reads.items():
            if name in given or name not in self.seen.values:
                continue
            value, parts = self.seen.values[name], {path[1] for path in paths if len(path) > 1}
            partly = isinstance(value, dict) and (name,) not in paths
            values[name] = {key: value[key] for key in parts & value.keys()} if partly else value
        return values

    def _shown(self, question: Question, *, moves: bool) -> Step:
        """Return what can be seen of a question: whether it is asked, its words."""
        step: Step = {"key": question.key}
        if moves:
            step["when"] = self._tree(question.condition)
        if texts := self._texts(question):
            step["texts"] = texts
        return step

    def _value(self, question: Question, name: str, *, under: bool) -> Step:
        """Return how the page knows the value of a question, nothing when it cannot change."""
        if question.key in self.fixed:
            return {"fixed": self.fixed[question.key]} if under else {}
        if question.children:
            return self._block(question, name)
        if question.computed is not None:
            is_frozen = question.options.get("frozen") and question.key in self.seen.kept
            if is_frozen:
                return {"fixed": self.seen.kept[question.key]} if under else {}
            return (
                {"compute": self._tree(question.computed)} if under or self._moves(question.computed) else {}
            )
        return _read(question) if question.type.asks else {}

    def _block(self, question: Question, name: str) -> Step:
        """Return the steps of a row: its questions are read before those of the form that have the same key."""
        outside, outer = self.moving, self.reads
        own = {child.key for child in question.children if child.type.holds}
        self.moving, self.reads = outside | own, {}
        steps = [step for child in question.children if (step := self._in_row(child, f"{name}.{child.key}"))]
        _add(outer, {read: paths for read, paths in self.reads.items() if read not in own})
        self.moving, self.reads = outside, outer
        return {"steps": steps, **({"repeated": True} if blocks.is_repeated(question) else {})}

    def _in_row(self, child: Question, name: str) -> Step | None:
        """Return the step of a question in a row: every row has its own, and its value whatever happens."""
        moves = self._moves(child.condition)
        step = self._shown(child, moves=moves)
        if not moves and not self._holds(child.condition):
            step["when"] = False
        if not child.type.holds:
            return step if len(step) > 1 else None
        if child.children:
            value = self._block(child, name)
        elif child.computed is not None and not child.options.get("frozen"):
            value = {"compute": self._tree(child.computed)}
        else:
            value = _read(child) if child.type.asks else {"read": ASK}
        return step | {"empty": child.type.empty(child), **value}

    def _texts(self, question: Question) -> list[dict[str, Any]]:
        return [
            {"place": place, "parts": [self._said(part) for part in recall.parts]}
            for place, recall in question.recalls.items()
            if self._recall_moves(recall)
        ]

    def _said(self, part: str | Recalled) -> Any:
        """Return a part of a text: words settled here, a tree, or a question with how its type tells it."""
        if isinstance(part, str):
            return part
        if not self._moves(part.formula):
            return part.text(self.seen.values)
        if part.question is None:
            return {"tree": self._tree(part.formula)}
        words = part.question.type.page_words(part.question)
        return {"tree": self._tree(part.formula), "say": words} if words else {"ask": True}

    def _recall_moves(self, recall: Recall) -> bool:
        return any(self._moves(formula) for formula in recall.formulas)

    def _tree(self, formula: Expression | None) -> Any:
        """Return a formula as the page runs it, remembering what it reads."""
        if formula is None:
            return True
        for path in paths_of(formula.tree):
            self.reads.setdefault(path[0], set()).add(path)
        return for_page(formula.tree)

    def _moves(self, formula: Expression | None) -> bool:
        return formula is not None and not self.moving.isdisjoint(formula.names)

    def _holds(self, formula: Expression | None) -> bool:
        """Return whether a condition that cannot change on this page holds."""
        return formula is None or formula.holds(self.seen.values)


def _read(question: Question) -> Step:
    options = question.type.page_options(question)
    return {"read": question.type.page_reader, **({"options": options} if options else {})}


def _add(reads: Reads, others: Reads) -> None:
    for name, paths in others.items():
        reads.setdefault(name, set()).update(paths)


def _changes(step: Step) -> bool:
    """Return whether something can be seen to change: a question, a text, one in a row."""
    return "when" in step or "texts" in step or any(_changes(child) for child in step.get("steps", ()))


def _from_the_server(steps: list[Step], seen: Visibility) -> dict[str, dict[str, Any]]:
    """Return what the page cannot read or tell, by name, rows included."""
    known, told = dict[str, Any](), dict[str, str]()
    for name, step in _named(steps, seen, ""):
        asked = seen.asked.get(name)
        if step.get("read") == ASK and asked is not None and asked.value is not None:
            known[name] = asked.value
        for text in step.get("texts", ()):
            for rank, part in enumerate(text["parts"]):
                if isinstance(part, dict) and "ask" in part and asked is not None:
                    told[f"{name}/{text['place']}/{rank}"] = _told(
                        asked.question, text["place"], rank, asked.values
                    )
    return {"known": known, "told": told}


def _told(question: Question, place: str, rank: int, values: Mapping[str, Any]) -> str:
    part = question.recalls[place].parts[rank]
    return part if isinstance(part, str) else part.text(values)


def _named(steps: Iterable[Step], seen: Visibility, prefix: str) -> Iterator[tuple[str, Step]]:
    """Yield every step with the name of its question, once a row."""
    for step in steps:
        name = f"{prefix}{step['key']}"
        yield name, step
        if "steps" not in step:
            continue
        rows = [f"{name}."]
        if step.get("repeated"):
            own = {
                other.split(".")[len(name.split("."))] for other in seen.asked if other.startswith(f"{name}.")
            }
            rows = [f"{name}.{place}." for place in sorted(own)]
        for row in rows:
            yield from _named(step["steps"], seen, row)
