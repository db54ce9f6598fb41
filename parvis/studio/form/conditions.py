"""A condition as a builder edits it: comparisons under « all » or « any », groups of them, or a formula of their own.

Names of the boxes hang on a prefix: ``condition.mode``, ``condition.formula``, ``condition.0.path``,
``condition.1.mode``, ``condition.1.0.path``… Buttons that add or take away a line send the whole form.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, Tree, compile_expression, parse, write
from parvis.catalogue.field_types import PostData, clean_line
from parvis.common.errors import Invalid
from parvis.organisations.names import plain
from parvis.studio.form.answers import kinds_by_path
from parvis.studio.form.comparisons import COMPARISONS, TODAY, Answer, Found, read

ALWAYS, ALL, ANY, FORMULA = "always", "all", "any", "formula"
_JOINTS = {ALL: "&&", ANY: "||"}
MOST_LINES = 30


@dataclass(frozen=True)
class Group:
    """Comparisons joined by « and » or « or ». ``items`` are comparisons and, in the outer group, groups."""

    mode: str
    items: "list[Found | Group]" = field(default_factory=list)


@dataclass(frozen=True)
class Typed:
    """A condition as it stands in the boxes."""

    mode: str = ALWAYS
    group: Group = field(default_factory=lambda: Group(ALL))
    formula: str = ""


class ConditionEditor:
    """Reads, writes and draws a condition. ``answers`` are those it may read."""

    def __init__(self, prefix: str, answers: Sequence[Answer], *, needed: bool = False) -> None:
        self.prefix, self.answers, self.needed = prefix, list(answers), needed
        self._by_path = {one.path: one for one in answers}

    def from_source(self, source: str) -> Typed:
        """Return a formula as lines when lines can say it, else as a formula."""
        if not source:
            return Typed(
                ALL if self.needed else ALWAYS, Group(ALL, [Found("", "is")]) if self.needed else Group(ALL)
            )
        try:
            group = self._group(parse(source))
        except BadExpression:
            group = None
        if group is None:
            return Typed(FORMULA, formula=source)
        return Typed(group.mode, group, source)

    def read(self, data: PostData) -> Typed:
        """Return what was typed, after the button that was pressed, if it is one of this condition."""
        mode = clean_line(data.get(f"{self.prefix}.mode", "")) or (ALL if self.needed else ALWAYS)
        group = self._read_group(data, self.prefix, mode if mode in _JOINTS else ALL)
        typed = Typed(mode, group, clean_line(data.get(f"{self.prefix}.formula", "")))
        return self._after(typed, clean_line(data.get("_line", "")))

    def source(self, typed: Typed) -> str:
        """Return the formula of what was typed, empty for « always ». Raises Invalid, by line (``0.value``…)."""
        if typed.mode == FORMULA:
            return self._checked(typed.formula)
        if typed.mode not in _JOINTS:
            return ""
        tree, errors = self._tree(typed.group, "")
        if errors:
            raise Invalid(errors)
        if tree is None:
            if self.needed:
                raise Invalid({"": [_("Dites au moins une condition.")]})
            return ""
        return self._checked(write(tree))

    def source_into(self, typed: Typed, errors: dict[str, list[str]]) -> str:
        """Return the formula of what was typed; what is wrong is put in ``errors``, by box, and "" returned."""
        try:
            return self.source(typed)
        except Invalid as invalid:
            errors |= {f"{self.prefix}.{name}".rstrip("."): said for name, said in invalid.errors.items()}
            return ""

    # Reading a formula ------------------------------------------------------------------------------------------

    def _group(self, tree: Tree, *, outer: bool = True) -> Group | None:
        kinds = kinds_by_path(self.answers)
        if (found := read(tree, kinds)) is not None:
            return Group(ALL, [self._in_words(found)])
        mode = next(
            (name for name, joint in _JOINTS.items() if isinstance(tree, list) and tree[0] == joint), None
        )
        if mode is None:
            return None
        items: list[Found | Group] = []
        for part in tree[1:]:
            one = read(part, kinds)
            inside = None if one or not outer else self._group(part, outer=False)
            if one is None and inside is None:
                return None
            items.append(self._in_words(one) if one else inside)  # type: ignore[arg-type]
        return Group(mode, items)

    def _in_words(self, found: Found) -> Found:
        """Return a comparison whose values are the labels that a builder reads, where several are typed together."""
        answer = self._by_path[found.path]
        if not COMPARISONS[found.code].several or not answer.options:
            return found
        labels = dict(answer.options)
        values = [labels.get(one.strip(), one.strip()) for one in found.value.split(",")]
        return replace(found, value=", ".join(values)) if not any("," in one for one in values) else found

    # Reading the boxes ------------------------------------------------------------------------------------------

    def _read_group(self, data: PostData, prefix: str, mode: str, *, outer: bool = True) -> Group:
        items: list[Found | Group] = []
        for number in _numbers(data, prefix):
            own = f"{prefix}.{number}"
            inner = clean_line(data.get(f"{own}.mode", ""))
            if outer and inner in _JOINTS:
                items.append(self._read_group(data, own, inner, outer=False))
            else:
                path, code, value = (
                    clean_line(data.get(f"{own}.{name}", "")) for name in ("path", "code", "value")
                )
                items.append(Found(path, code if code in COMPARISONS else "is", value))
        return Group(mode, items[:MOST_LINES])

    def _after(self, typed: Typed, pressed: str) -> Typed:
        """Return the condition once a line or a group was added or taken away (« condition add-line 1 »)."""
        owner, _space, rest = pressed.partition(" ")
        verb, _space, where = rest.partition(" ")
        if owner != self.prefix or verb == "draw":
            return self._with_a_line(typed)
        steps = [int(step) for step in where.split(".") if step.isdigit()]
        return replace(typed, group=_changed(typed.group, verb, steps))

    def _with_a_line(self, typed: Typed) -> Typed:
        """Give a condition that was just asked for its first line."""
        if typed.mode in _JOINTS and not typed.group.items:
            return replace(typed, group=Group(typed.group.mode, [Found("", "is")]))
        return typed

    # Writing the formula ----------------------------------------------------------------------------------------

    def _tree(self, group: Group, at: str) -> tuple[Tree, dict[str, list[str]]]:
        trees: list[Tree] = []
        errors: dict[str, list[str]] = {}
        for number, item in enumerate(group.items):
            own = f"{at}{number}"
            if isinstance(item, Group):
                tree, wrong = self._tree(item, f"{own}.")
                errors |= wrong
                trees += [tree] if tree is not None else []
            elif item.path or item.value:
                try:
                    trees.append(self._compared(item))
                except Invalid as invalid:
                    errors |= {f"{own}.{part}": said for part, said in invalid.errors.items()}
        if not trees:
            return None, errors
        return trees[0] if len(trees) == 1 else [_JOINTS[group.mode], *trees], errors

    def _compared(self, item: Found) -> Tree:
        answer = self._by_path.get(item.path)
        if answer is None:
            raise Invalid({"path": [_("Choisissez la question que la condition regarde.")]})
        comparison = COMPARISONS[item.code]
        if answer.kind not in comparison.kinds:
            raise Invalid(
                {"code": [_("Cette comparaison ne convient pas à cette question. Choisissez-en une autre.")]}
            )
        if not comparison.takes_value:
            return comparison.make(answer.tree, None)
        if not item.value:
            raise Invalid({"value": [_("Écrivez la valeur à comparer.")]})
        if comparison.several:
            return comparison.make(answer.tree, [_value(answer, one) for one in _split(item.value)])
        return comparison.make(answer.tree, _value(answer, item.value))

    def _checked(self, source: str) -> str:
        if not source:
            raise Invalid({"formula": [_("Écrivez la formule.")]})
        try:
            compile_expression(source)
        except BadExpression as bad:
            raise Invalid({"formula": [str(bad)]}) from None
        return source

    # Drawing ----------------------------------------------------------------------------------------------------

    def drawn(self, typed: Typed, errors: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return what the template of conditions reads."""
        return {
            "prefix": self.prefix,
            "id": self.prefix.replace(".", "-"),
            "mode": typed.mode,
            "modes": self._modes(),
            "formula": typed.formula,
            "errors": errors,
            "formula_errors": errors.get("formula", ()),
            "whole_errors": errors.get("", ()),
            "lines": list(self._lines(typed.group, "", errors)) if typed.mode in _JOINTS else [],
            "answers": self.answers,
            "needed": self.needed,
        }

    def _modes(self) -> list[tuple[str, str]]:
        always = [] if self.needed else [(ALWAYS, _("toujours"))]
        return [
            *always,
            (ALL, _("si toutes ces conditions sont vraies")),
            (ANY, _("si une de ces conditions est vraie")),
            (FORMULA, _("selon une formule")),
        ]

    def _lines(self, group: Group, at: str, errors: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
        for number, item in enumerate(group.items):
            own = f"{at}{number}"
            if isinstance(item, Group):
                inside = list(self._lines(item, f"{own}.", errors))
                name = f"{self.prefix}.{own}"
                identity = name.replace(".", "-")
                yield {"at": own, "name": name, "id": identity, "mode": item.mode, "lines": inside}
                continue
            answer = self._by_path.get(item.path)
            said = [each for name in ("path", "code", "value") for each in errors.get(f"{own}.{name}", ())]
            yield {
                "at": own,
                "name": f"{self.prefix}.{own}",
                "id": f"{self.prefix}-{own}".replace(".", "-"),
                "path": item.path,
                "code": item.code,
                "value": item.value,
                "unknown": item.path if item.path and answer is None else "",
                "comparisons": [
                    (one.code, one.label)
                    for one in COMPARISONS.values()
                    if answer is None or answer.kind in one.kinds
                ],
                "takes_value": COMPARISONS[item.code].takes_value,
                "options": answer.options if answer and not COMPARISONS[item.code].several else (),
                "hint": _hint(answer, item.code),
                "errors": said,
            }


def _numbers(data: PostData, prefix: str) -> list[int]:
    """Return the lines posted under a prefix, in order."""
    pattern = re.compile(rf"{re.escape(prefix)}\.(\d{{1,3}})\.")
    return sorted({int(found[1]) for name in data if (found := pattern.match(name))})


def _changed(group: Group, verb: str, steps: list[int]) -> Group:
    """Return a group with a line more or less, at the place that steps lead to."""
    items = list(group.items)
    if verb == "remove" and steps and steps[0] < len(items):
        inner = items[steps[0]]
        if len(steps) > 1 and isinstance(inner, Group):
            items[steps[0]] = _changed(inner, verb, steps[1:])
        else:
            items.pop(steps[0])
    elif verb == "add-line" and steps and steps[0] < len(items) and isinstance(items[steps[0]], Group):
        items[steps[0]] = _changed(items[steps[0]], verb, [])  # type: ignore[arg-type]
    elif verb == "add-line":
        items.append(Found("", "is"))
    elif verb == "add-group":
        items.append(Group(ANY if group.mode == ALL else ALL, [Found("", "is")]))
    return Group(group.mode, items[:MOST_LINES])


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", text) if part.strip()]


def _value(answer: Answer, text: str) -> Tree:
    """Return the value compared: an option by its value or its words, a number, a day, a text. Raises Invalid."""
    if answer.kind == "time" and plain(text) in {TODAY, "aujourd hui", "date du jour"}:
        return ["name", TODAY]
    if answer.options:
        return _option(answer, text)
    if answer.kind == "number":
        try:
            return float(text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace(",", "."))
        except ValueError:
            raise Invalid({"value": [_("Écrivez un nombre, par exemple 12.")]}) from None
    if answer.kind == "time" and (found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return text


def _option(answer: Answer, text: str) -> str:
    for value, label in answer.options:
        if text == value or plain(text) == plain(label):
            return value
    offered = ", ".join(label for _value, label in answer.options[:8])
    raise Invalid(
        {"value": [_("Choisissez parmi les réponses proposées : %(offered)s.") % {"offered": offered}]}
    )


def _hint(answer: Answer | None, code: str) -> str:
    if answer is None:
        return ""
    if COMPARISONS[code].several:
        return _("valeurs séparées par des virgules")
    if answer.kind == "time":
        return _("16/03/2026 ou today")
    return ""
