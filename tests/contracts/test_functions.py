"""Every function of the expression language keeps its contract, without a test written for it."""

import re

import pytest
from django.utils.functional import Promise

from parvis.catalogue.expressions import KEYWORDS, compile_expression, parse, write
from parvis.catalogue.expressions.errors import BadArguments
from parvis.catalogue.expressions.function import EXAMPLE_ANSWERS, functions
from parvis.catalogue.expressions.tree import STRUCTURE
from parvis.catalogue.expressions.values import KINDS

ALL = list(functions().values())
EACH = pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)


@EACH
def test_its_example_has_the_value_it_says(each):
    source, value = each.example
    found = compile_expression(source).value(EXAMPLE_ANSWERS)
    assert (found, type(found)) == (value, type(value))
    assert each.name in source


@EACH
def test_its_example_is_written_back(each):
    tree = parse(each.example[0])
    assert parse(write(tree)) == tree


@EACH
def test_it_is_told_in_words(each):
    assert each.name in str(each.usage)
    assert isinstance(each.says, Promise)
    places = {int(place) for place in re.findall(r"\{(\d)\}", str(each.words))}
    assert "{all}" in str(each.words) or places <= set(range(len(each.parameters)))


@EACH
def test_its_name_and_its_signature_can_be_read(each):
    assert each.name not in STRUCTURE | KEYWORDS
    kinds = set(KINDS.values()) | {"a"}
    assert all(set(parameter.kinds) <= kinds for parameter in each.parameters)


@EACH
def test_it_refuses_no_argument_and_has_no_value_for_one_of_a_wrong_kind(each):
    with pytest.raises(BadArguments):
        compile_expression(f"{each.name}()")
    if "a" not in each.parameters[0].kinds and each.name != "matches":
        wrong = "true" if "b" not in each.parameters[0].kinds else "null"
        given = ", ".join([wrong] * each.least)
        assert compile_expression(f"{each.name}({given})").value({}) is None
