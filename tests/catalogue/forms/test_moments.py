"""The seam by which the body, the day and other answers reach a question."""

from dataclasses import replace

from parvis.catalogue.field_types import Moment, registry
from parvis.catalogue.forms.definition import compile_form
from parvis.catalogue.forms.moments import standing
from tests.factories.catalogue import definition


class Echo(type(registry.get("text"))):
    """A text whose question shows the moment it was asked at."""

    moving = True

    def at(self, question, moment):
        return replace(question, options={"moment": moment})


def form_of(kind):
    form = compile_form(definition())
    question = next(form.questions())
    return replace(form, procedure_id=7), replace(question, type=kind)


def test_a_question_that_moves_is_told_the_procedure_the_answers_and_what_a_case_holds():
    form, question = form_of(Echo())
    told = standing(form, {}, held={question.key: "before"})(question, question.key, {}).options["moment"]
    assert told == Moment(7, told.values, "before")
    assert "today" in told.values


def test_a_question_that_does_not_move_is_left_as_it_is():
    form, question = form_of(registry.get("text"))
    assert standing(form, {})(question, question.key, {}) is question
