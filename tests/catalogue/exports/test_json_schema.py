"""A form as JSON Schema: the same answers are accepted, and it comes back as a form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from parvis.catalogue.exports.json_conditions import schema_of
from parvis.catalogue.exports.registry import registry
from parvis.catalogue.expressions import compile_expression, parse, write
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.imports.registry import registry as importers
from parvis.catalogue.imports.report import Report
from parvis.catalogue.services.library import library
from tests.factories.catalogue import definition, field

OPTIONS = [{"value": "a", "label": "Alpha"}, {"value": "b", "label": "Beta"}]


def exported(*pages, **changes):
    made = registry.get("json-schema").write(definition(*pages, **changes))
    schema = json.loads(made.content)
    Draft202012Validator.check_schema(schema)
    return schema, made.left


def test_an_answer_is_required_exactly_when_it_is_asked():
    schema, left = exported(
        [field("choice", "kind", options=OPTIONS), field("text", "why", condition='kind == "b"')],
        [field("number", "age", required=False), field("text", "parent", condition="age < 18")],
    )
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"kind": "a"})
    assert not validator.is_valid({"kind": "b"})
    assert validator.is_valid({"kind": "b", "why": "x"})
    assert not validator.is_valid({"kind": "a", "age": 17})
    assert not validator.is_valid({"kind": "c"})
    assert left == ()


def test_what_a_schema_cannot_say_is_told():
    made = [
        field("date", "day"),
        field("text", "why", condition="day < today"),
        field("text", "x", checks=[{"rule": "size(x) > 2", "message": "Plus long."}]),
    ]
    _schema, left = exported(made)
    assert [one.kind for one in left] == ["conditions", "validations"]


@pytest.mark.parametrize("code", sorted(library()))
def test_every_procedure_of_the_product_goes_out_and_comes_back(code):
    made = registry.get("json-schema").write(library()[code])
    report = Report()
    imported = importers.get("json-schema").read(
        [SourceFile(f"{code}.json", made.content)], report=report, progress=lambda *_args: None
    )
    assert report.files[0].errors == []
    assert imported.definitions[0].code == code
    assert report.totals()["fields"]["understood"] == report.totals()["fields"]["total"]


NAMES = st.sampled_from(["a", "b"])
LEAVES = st.one_of(
    st.tuples(st.sampled_from(["==", "!="]), NAMES, st.sampled_from([1, 2, "x", True, None])),
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), NAMES, st.integers(0, 3)),
    st.tuples(st.just("empty"), NAMES),
    st.tuples(st.just("within"), NAMES, st.lists(st.sampled_from([1, 2, "x"]), min_size=1, max_size=2)),
)


def tree_of(leaf):
    kind, name, *rest = leaf
    if kind == "empty":
        return ["empty", ["name", name]]
    if kind == "within":
        return ["in", ["name", name], ["list", *rest[0]]]
    return [kind, ["name", name], rest[0]]


TREES = st.recursive(
    LEAVES.map(tree_of),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["&&", "||"]), inner, inner).map(list), inner.map(lambda one: ["!", one])
    ),
    max_leaves=5,
)


@given(TREES, st.dictionaries(NAMES, st.sampled_from([0, 1, 2, 3])))
def test_a_condition_and_its_schema_hold_over_the_same_answers(tree, answers):
    tree = parse(write(tree))
    try:
        schema = schema_of(tree)
    except Untranslatable:
        return
    ours = compile_expression(write(tree)).holds({"a": None, "b": None, **answers})
    assert Draft202012Validator(schema).is_valid(answers) == ours
