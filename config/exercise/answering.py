"""What the resident answers: samples that the types give, changed until the builder's own rules hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from parvis.catalogue.expressions import Expression, Tree
from parvis.catalogue.expressions.tree import is_name, walk
from parvis.catalogue.field_types import Moment, Question
from parvis.catalogue.forms import engine
from parvis.catalogue.sampling import following

MOST_CHANGES = 150
SELDOM = 0.15  # how often a question that may be left is


class Answering:
    """The answers to one form. ``near`` is where the body is: a place drawn far from it would be another body's."""

    def __init__(
        self, form: engine.Form, luck: Random, procedure_id: int, near: tuple[float, float] | None
    ) -> None:
        self.form, self.luck, self.near = form, luck, near
        self.procedure_id = procedure_id
        self.answers: dict[str, Any] = {}

    def answer(self, page: engine.Page, *, staying: bool = False) -> None:
        """Answer every question of a page, whether it is asked yet or not, so that the rules hold; ``staying``: so that
        the answers do not end the way.
        """
        for question in page.questions:
            if question.type.asks:
                self.draw(question)
        self.mend(page, staying=staying)

    def mend(self, page: engine.Page, *, staying: bool = False) -> None:
        """Change answers until the rules hold, as long as it may succeed."""
        for _change in range(MOST_CHANGES):
            broken = next(self._broken(page, staying=staying), None)
            if broken is None:
                return
            self._change(page, broken)

    def draw(self, question: Question) -> None:
        """Draw another answer to a question; one that may be left sometimes is."""
        self.answers.pop(question.key, None)
        if not question.required and self.luck.random() < SELDOM:
            return
        value = self._near(self._at(question).type.sample(self._at(question), self.luck))
        if value is not None:
            self.answers[question.key] = value

    def _at(self, question: Question) -> Question:
        """Return the question as the body, the day and the other answers make it, those of its rows too."""
        values = engine.visibility(self.form, self.answers).values
        moment = Moment(procedure_id=self.procedure_id, values=values)
        children = tuple(self._at(child) if child.type.moving else child for child in question.children)
        question = replace(question, children=children)
        return question.type.at(question, moment) if question.type.moving else question

    def _near(self, value: Any) -> Any:
        """Bring a place drawn anywhere on Earth close to the body."""
        if isinstance(value, dict) and self.near and value.get("lat") is not None and "lon" in value:
            apart = [self.luck.uniform(-0.01, 0.01) for _axis in range(2)]
            return {
                **value,
                "lat": round(self.near[0] + apart[0], 6),
                "lon": round(self.near[1] + apart[1], 6),
            }
        if isinstance(value, dict):
            return {name: self._near(inner) for name, inner in value.items()}
        return [self._near(inner) for inner in value] if isinstance(value, list) else value

    def _broken(self, page: engine.Page, *, staying: bool) -> Iterator["Broken"]:
        """Yield the rules that the answers break."""
        seen = engine.visibility(self.form, self.answers)
        on_page = {question.key for question in page.questions}
        for name, asked in seen.asked.items():
            key = name.partition(".")[0]
            if key in on_page and asked.value is not None:
                for check in asked.question.checks:
                    if check.rule.value(asked.values) is False:
                        yield Broken(check.rule, asked.values, key, wanted=True)
        for check in page.checks:
            if check.rule.value(seen.values) is False:
                yield Broken(check.rule, seen.values, "", wanted=True)
        for way_out in page.exits if staying else ():
            if way_out.when.holds(seen.values):
                yield Broken(way_out.when, seen.values, "", wanted=False)

    def _change(self, page: engine.Page, broken: "Broken") -> None:
        """Change an answer the rule reads: to a value that the rule itself names, else to another drawn."""
        asking = [one for one in page.questions if one.type.asks]
        read = [one for one in asking if one.key in {*broken.rule.names, broken.key}]
        question = self.luck.choice(read or asking)
        for candidate in candidates(broken.rule.tree, broken.values, self.luck):
            accepted, refused = question.type.settle(self._at(question), candidate)
            if accepted is None or refused:
                continue
            if broken.rule.value({**broken.values, question.key: accepted}) is broken.wanted:
                self.answers[question.key] = accepted
                return
        self.draw(question)


@dataclass(frozen=True)
class Broken:
    """A rule that does not give what is wanted: over which values, of which question."""

    rule: Expression
    values: Mapping[str, Any]
    key: str
    wanted: bool


def candidates(tree: Tree, values: Mapping[str, Any], luck: Random) -> list[Any]:
    """Return values that a rule names, or that are close to them, in an order drawn by chance."""
    found: list[Any] = [True, False]
    for node, _depth in walk(tree):
        found += _close(node)
        if is_name(node):
            found += _close(values.get(node[1]))
        if isinstance(node, list) and node[0] == "matches" and isinstance(node[2], str):
            found += _that_match(node[2], luck)
    luck.shuffle(found)
    return found


def _close(value: Any) -> list[Any]:
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int | float):
        return [value, value + 1, value - 1, str(value)]
    if not isinstance(value, str):
        return []
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return [value, [value]]
    years = (365 * count for count in (1, 5, 10, 17, 20, 40, 70))
    return [
        (day + timedelta(days=apart)).isoformat() for apart in (-30, -1, 0, 1, 30, *(-days for days in years))
    ]


def _that_match(pattern: str, luck: Random) -> list[str]:
    inside = pattern.removeprefix("^").removesuffix("$")
    return [text for text in (following(inside, luck) for _draw in range(3)) if text]
