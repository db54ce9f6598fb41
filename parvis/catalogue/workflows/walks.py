"""Walking at random along a workflow, as cases, people and time would: does every case come to an end?

A walk is pure: answers are drawn, conditions are evaluated, actions are believed. What stops it is told as a story. The
draw follows from the workflow alone, so that the same one always gives the same story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms.definition import Form, compile_form
from parvis.catalogue.workflows.definition import ARRIVAL, BACK, SAME, Transition, Workflow
from parvis.catalogue.workflows.names import CASE, CASE_PARTS
from parvis.catalogue.workflows.sense import ENDS, leads_to_an_end
from parvis.common import clock

WALKS, LONGEST, MOST_BY_ITSELF = 100, 200, 20


@dataclass
class Story:
    """What happened on a walk, in sentences; ``stuck`` says where it could not go on."""

    sentences: list[str] = field(default_factory=list)
    stuck: str = ""


def stuck_stories(definition: Mapping[str, Any], flow: Workflow, *, walks: int = WALKS) -> list[Story]:
    """Return the stories of the walks that got stuck, the shortest for each place; none when all come to an end."""
    form = compile_form(dict(definition))
    found: dict[str, Story] = {}
    for seed in range(walks):
        story = _Walk(flow, form, Random(seed)).run()  # noqa: S311 - a draw, not a secret
        known = found.get(story.stuck)
        if story.stuck and (known is None or len(story.sentences) < len(known.sentences)):
            found[story.stuck] = story
    return list(found.values())


class _Walk:
    """One case, from its deposit to an end."""

    def __init__(self, flow: Workflow, form: Form, luck: Random) -> None:
        self.flow, self.luck, self.story = flow, luck, Story()
        self.status, self.previous, self.day = flow.first, flow.first, 0
        self.form, self.answers = form, drawn_answers(form, luck)
        self.given: dict[str, Any] = {}
        self.moving = _moving_names(form, flow)
        # Late in a walk people stop going round: the way out is taken as soon as there is one.
        self.hurries = False

    def run(self) -> Story:
        """Walk until an end, a place without a way out, or weariness."""
        self._say(_("La demande est déposée : étape « %(step)s »."), step=self._label())
        for turn in range(LONGEST):
            self.hurries = turn > LONGEST // 2
            if not self._follow() or self._is_over():
                return self.story
            each = self._next()
            if each is None:
                return self._stop(
                    _("à l’étape « %(step)s », rien ne peut plus être fait.") % {"step": self._label()}
                )
            self._make(each)
        return self._stop(
            _("autour de l’étape « %(step)s », elle tourne sans finir.") % {"step": self._label()}
        )

    def _follow(self) -> bool:
        """Take automatic transitions; return whether they came to rest."""
        for _turn in range(MOST_BY_ITSELF):
            each = next((one for one in self._open() if one.when.on == ARRIVAL), None)
            if each is None:
                return True
            self._make(each)
        self._stop(
            _("autour de l’étape « %(step)s », elle avance toute seule sans fin.") % {"step": self._label()}
        )
        return False

    def _is_over(self) -> bool:
        status = self.flow.status(self.status)
        return status.final or status.state in ENDS

    def _next(self) -> Transition | None:
        ways = [each for each in self._open() if each.when.on != ARRIVAL]
        if self.hurries:
            ending = leads_to_an_end(self.flow)
            ways = [each for each in ways if each.to not in {SAME, BACK} and each.to in ending] or ways
            ways.sort(key=lambda each: ending.get(each.to, len(ending)))
            return ways[0] if ways else None
        return self.luck.choice(ways) if ways else None

    def _open(self) -> list[Transition]:
        """Return what can be done: a condition on what agents or outside systems say may hold or not."""
        values, leaving = self._values(), self.flow.leaving(self.status)
        sure = [each for each in leaving if not self._depends(each) and _holds(each, values)]
        unsure = [each for each in leaving if self._depends(each)]
        drawn = [each for each in unsure if self.luck.random() < 0.5]
        return sure + drawn or unsure[:1]

    def _depends(self, each: Transition) -> bool:
        return each.condition is not None and not self.moving.isdisjoint(each.condition.names)

    def _make(self, each: Transition) -> None:
        if each.form:
            self.given[each.form] = drawn_answers(self.flow.forms[each.form], self.luck)
        if each.when.on in {"delay", "date"}:
            self.day += self.luck.randint(1, 40)
        origin = self.status
        self.status = {SAME: origin, BACK: self.previous}.get(each.to, each.to)
        self.previous = origin if each.to != SAME else self.previous
        said = _("Jour %(day)s : « %(label)s », étape « %(step)s ».")
        self._say(said, day=str(self.day), label=each.label, step=self._label())

    def _values(self) -> dict[str, Any]:
        today = clock.now() + timedelta(days=self.day)
        context = Context(options=self.form.parameters, at=today)
        facts: dict[str, Any] = dict.fromkeys(CASE_PARTS, "")
        facts |= {
            "status": self.status,
            "previous": self.previous,
            "results": {},
            "tags": [],
            "functions": {},
        }
        return {**context.values(), **self.form.empty_values, **self.answers, **self.given, CASE: facts}

    def _label(self) -> str:
        return self.flow.status(self.status).label

    def _say(self, sentence: str, **facts: str) -> None:
        self.story.sentences.append(sentence % facts)

    def _stop(self, why: str) -> Story:
        self.story.stuck = why
        return self.story


def _holds(each: Transition, values: Mapping[str, Any]) -> bool:
    return each.condition is None or each.condition.holds(values)


def _moving_names(form: Form, flow: Workflow) -> set[str]:
    """Return the names whose value others than the person may change on the way."""
    asked = {*form.by_key, *flow.forms}
    written = {key for step in flow.steps() for key in step.settings.get("values", {})}
    return {CASE} | written | (set(flow.questions) - asked)


def drawn_answers(form: Form, luck: Random) -> dict[str, Any]:
    """Return answers drawn for a form, not yet checked by it: half of what may be left out is."""
    return {key: _answer(question, luck) for key, question in form.by_key.items()}


def _answer(question: Question, luck: Random) -> Any:
    left_out = not question.required and luck.random() < 0.5
    if left_out:
        return question.type.empty(question)
    found = question.type.sample(question, luck)
    return question.type.empty(question) if found is None else found
