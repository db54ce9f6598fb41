"""Every field type keeps the contract of ``parvis.catalogue.field_types``, without a test written for it."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import get_template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from parvis.catalogue import blocks
from parvis.catalogue.field_types import FieldType, Question, registry
from parvis.catalogue.forms.compiling import compiled_question
from parvis.catalogue.forms.lint import lint
from parvis.common.errors import Invalid
from parvis.ui.fields import complete
from tests.factories.catalogue import definition, field
from tests.factories.organisations import TerritoryFactory

pytestmark = pytest.mark.django_db

TYPES = list(registry)
ASKING = [kind for kind in TYPES if kind.asks]
EACH = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.code)
EACH_ASKING = pytest.mark.parametrize("kind", ASKING, ids=lambda kind: kind.code)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

texts = st.text(st.characters(), max_size=60)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(autouse=True)
def caen():
    return TerritoryFactory(code="14118", name="Caen", postcodes=["14000"])


def question_of(kind: FieldType, **changes: Any) -> Question:
    return replace(compiled_question(field(kind.code, "q", **kind.example_options), {}), **changes)


def posted(**data: Any) -> QueryDict:
    """Return what a page posts; keys with a dot are written with two underscores."""
    form = QueryDict(mutable=True)
    for name, value in data.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    return form


def accepted(kind: FieldType, question: Question, value: Any) -> Iterator[Any]:
    """Yield the value in its one form, or nothing when it is refused, which must be with a sentence."""
    if kind.is_empty(value):
        return
    try:
        checked = kind.check(question, value)
    except Invalid as refusal:
        if not refusal.errors or not all(said and all(said) for said in refusal.errors.values()):
            pytest.fail("a refusal without a sentence")
        return
    yield checked


def posts_of(question: Question, name: str, typed: Any) -> QueryDict:
    """Return what the drawn widget would post, by the contract of the design system."""
    data = posted()
    if question.children:
        for place, row in enumerate(blocks.rows_of(question, typed)):
            for child in question.children:
                own = f"{blocks.row_name(question, name, place)}.{child.key}"
                data.update(posts_of(child, own, row[child.key]))
    elif isinstance(typed, dict) and set(typed) == {"value", "text"}:
        data.update({name: typed["value"], f"{name}.text": typed["text"]})
    elif isinstance(typed, dict):
        for part, value in typed.items():
            data.update(posts_of(replace(question, children=()), f"{name}.{part}", value))
    elif isinstance(typed, list) and any(isinstance(row, dict) for row in typed):
        for place, row in enumerate(typed):
            data.update(posts_of(question, f"{name}.{place}", row))
    elif typed is not None:
        data.setlist(name, typed if isinstance(typed, list) else [str(typed)])
    return data


@EACH
def test_a_type_says_what_it_is_in_words(kind):
    assert str(kind.label)
    assert type(kind).__doc__


@EACH
def test_its_options_are_a_schema_and_its_example_is_a_valid_definition(kind):
    Draft202012Validator.check_schema({"properties": kind.options})
    question = field(kind.code, "q", **kind.example_options)
    remarks = lint(definition([question]))
    assert [remark for remark in remarks if remark.level == "error"] == []


@EACH
def test_an_unknown_option_is_refused_with_its_place(kind):
    remarks = lint(definition([field(kind.code, "q", nonsense=1, **kind.example_options)]))
    assert any("nonsense" in remark.message and "question 1" in remark.place for remark in remarks)


@EACH
def test_its_template_exists_and_is_given_only_keys_it_takes(kind):
    question = question_of(kind)
    for typed in (kind.typed(question, None), kind.typed(question, kind.example)):
        widget = kind.widget(question, "q", typed, {"": ["Une phrase."]} if kind.asks else {})
        get_template(widget.template)
        assert complete(widget.template, widget.context)["id"] == "q-q"
        for inner in widget.context.get("widgets", []):
            get_template(inner.template)
            assert complete(inner.template, inner.context)["name"].startswith("q.")


@EACH_ASKING
def test_its_example_is_accepted_as_it_is(kind):
    question = question_of(kind)
    checked = kind.check(question, kind.example)
    assert checked == kind.example
    assert json.loads(json.dumps(checked)) == checked
    assert kind.to_text(question, checked)
    assert not kind.is_empty(checked)


@EACH_ASKING
def test_its_example_fits_its_schema_and_its_empty_value_is_empty(kind):
    schema = kind.schema(question_of(kind))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(kind.example)
    assert kind.is_empty(kind.empty(question_of(kind)))
    assert kind.is_empty(None)
    assert str(kind.missing())


@EACH_ASKING
def test_a_value_drawn_then_posted_comes_back(kind):
    question = question_of(kind)
    typed = kind.typed(question, kind.example)
    read = kind.read(question, posts_of(question, "q", typed), "q", kind.example)
    assert kind.check(question, kind.parse(question, read)) == kind.example


@EACH_ASKING
def test_nothing_posted_is_no_answer(kind):
    question = question_of(kind)
    assert kind.is_empty(kind.parse(question, kind.read(question, posted(), "q", None)))


@EACH_ASKING
@RELAXED
@given(value=values)
def test_a_hostile_value_is_refused_and_nothing_else_happens(kind, value):
    question = question_of(kind)
    for checked in accepted(kind, question, value):
        assert kind.check(question, checked) == checked
        assert kind.to_text(question, checked) is not None
        stored = json.dumps(checked, allow_nan=False, ensure_ascii=False)
        stored.encode()
        assert "\\u0000" not in stored


@EACH_ASKING
@RELAXED
@given(whole=texts, parts=st.lists(texts, min_size=8, max_size=8))
def test_hostile_words_are_refused_and_nothing_else_happens(kind, whole, parts):
    question = question_of(kind)
    names = ["day", "month", "year", "text", "lat", "lon", "email", "number"]
    data = posted(q=[whole], **{f"q.{name}": part for name, part in zip(names, parts, strict=True)})
    typed = kind.read(question, data, "q", None)
    json.dumps(typed).encode()
    kind.widget(question, "q", typed, {})
    with contextlib.suppress(Invalid):
        value = kind.parse(question, typed)
        list(accepted(kind, question, value))


@EACH_ASKING
def test_a_deep_value_of_the_example_replaced_by_another_type_is_refused_or_read(kind):
    question = question_of(kind)
    parts = kind.example if isinstance(kind.example, dict) else {}
    for part in parts:
        for wrong in (None, 1, True, [], {"a": 1}, "\x00"):
            list(accepted(kind, question, {**parts, part: wrong}))


@EACH_ASKING
@settings(parent=RELAXED, max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_a_sample_is_an_answer_that_is_accepted_as_it_is(kind, seed):
    question = question_of(kind)
    sample = kind.sample(question, Random(seed))
    assert not kind.is_empty(sample)
    assert kind.settle(question, sample) == (sample, {})
    assert kind.sample(question, Random(seed)) == sample


@EACH_ASKING
def test_what_somebody_types_wrongly_is_refused_with_a_sentence(kind):
    question = question_of(kind)
    spoilt = kind.spoil(question, kind.example, Random(1))
    assert spoilt is not None
    _accepted, refused = kind.take(question, spoilt)
    assert refused
    assert all(said and all(said) for said in refused.values())
