"""The server and the page give every expression the same value.

``PARVIS_EXPRESSION_CASES=100000 bin/test tests/journeys/test_expressions.py`` tries as many cases as one wants;
``PARVIS_SEED=2`` draws others.
"""

import json
import os
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from playwright.sync_api import Page

from parvis.catalogue.expressions import compile_expression, write
from parvis.catalogue.expressions.function import EXAMPLE_ANSWERS, functions
from parvis.catalogue.expressions.page import for_page
from parvis.catalogue.expressions.values import same
from tests.catalogue.expressions.random_expressions import cases

pytestmark = pytest.mark.journey

HOW_MANY = int(os.environ.get("PARVIS_EXPRESSION_CASES", "6000"))
BATCH = 2000
EVALUATE = """async (cases) => {
    const { value, text, holds } = await import("/js/expressions.js");
    return JSON.stringify(JSON.parse(cases).map(([tree, answers]) => {
        const values = Object.assign(Object.create(null), answers);
        return [value(tree, values), text(tree, values), holds(tree, values)];
    }));
}"""
Evaluate = Callable[[list[tuple[Any, dict[str, Any]]]], list[tuple[Any, str, bool]]]


@pytest.fixture
def evaluate(module_page: Page) -> Evaluate:
    """Return what the page makes of trees over answers: value, text, whether it holds."""

    def run(batch: list[tuple[Any, dict[str, Any]]]) -> list[tuple[Any, str, bool]]:
        given = json.dumps([(for_page(tree), answers) for tree, answers in batch])
        return [tuple(one) for one in json.loads(module_page.evaluate(EVALUATE, given))]

    return run


def test_the_server_and_the_page_never_differ(evaluate: Evaluate, seed: int) -> None:
    made = cases(seed, HOW_MANY)
    different, valued = [], 0
    while batch := list(islice(made, BATCH)):
        for (tree, answers), (value, text, holds) in zip(batch, evaluate(batch), strict=True):
            expression = compile_expression.__wrapped__(write(tree))
            expected = expression.value(answers)
            valued += expected is not None
            if not same(expected, value) or (expression.text(answers), expression.holds(answers)) != (
                text,
                holds,
            ):
                different.append(
                    (expression.source, answers, expected, value, expression.text(answers), text)
                )
    assert different[:5] == []
    assert valued > HOW_MANY / 3


def test_the_page_has_the_functions_of_the_server_and_no_other(module_page: Page) -> None:
    there = module_page.evaluate(
        """async () => {
            const { FUNCTIONS } = await import("/js/expressions.js");
            return Object.fromEntries(Object.entries(FUNCTIONS).map(([name, [signature]]) => [name, signature]));
        }"""
    )
    # A pattern reaches the page compiled: an object.
    here = {each.page: each.signature for each in functions().values()} | {"matches": "t o"}
    assert there == here


def test_every_example_has_its_value_in_the_page(evaluate: Evaluate) -> None:
    each = list(functions().values())
    made = evaluate([(compile_expression(one.example[0]).tree, EXAMPLE_ANSWERS) for one in each])
    assert {one.name: value for one, (value, *_) in zip(each, made, strict=True)} == {
        one.name: one.example[1] for one in each
    }
