"""What keeps a definition out, said with its place."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.catalogue.forms.lint import Level, errors, lint
from tests.factories.catalogue import definition, field


def said(document):
    return errors(lint(document))


def without(name):
    document = definition()
    del document[name]
    return document


def test_a_right_definition_has_no_error():
    assert said(definition()) == {}


@pytest.mark.parametrize("name", ["data_notice", "other_ways", "law", "title", "form", "audience"])
def test_what_the_law_or_the_reader_needs_is_required(name):
    assert name in said(without(name))[""][0]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"other_ways": []}, "/other_ways"),
        ({"code": "Pas Bon"}, "/code"),
        ({"law": {"regime": "SVR", "receipt_owed": True}}, "/law"),
        ({"law": {"regime": "SVR", "delay": "deux mois", "receipt_owed": True}}, "/law/delay"),
        ({"law": {"regime": "peut-être", "receipt_owed": True}}, "/law/regime"),
        ({"roles": {"person": "gone"}}, "/roles/person"),
        ({"roles": {"person": "name"}}, "/roles/person"),
        ({"subject": "gone"}, "/subject"),
        ({"subject": "name +"}, "/subject"),
        ({"colour": "red"}, ""),
        ({"translations": {"en": {"/form/pages/9/title": "x"}}}, "/translations/en/~1form~1pages~19~1title"),
        ({"translations": {"en": {"/form/pages": "x"}}}, "/translations/en/~1form~1pages"),
    ],
)
def test_an_error_of_the_definition_points_to_its_place(change, pointer):
    assert pointer in said(definition(**change))


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ([field("text", "a"), field("text", "a")], "/form/pages/0/fields/1/key"),
        ([field("text", "today")], "/form/pages/0/fields/0/key"),
        ([field("text", "a", condition="b == 1"), field("text", "b")], "/form/pages/0/fields/0/condition"),
        ([field("text", "a", condition="a == 1")], "/form/pages/0/fields/0/condition"),
        ([field("text", "a", condition="gone == 1")], "/form/pages/0/fields/0/condition"),
        ([field("text", "a", condition="x.map(y, y)")], "/form/pages/0/fields/0/condition"),
        ([field("text", "a", checks=[{"rule": "b", "message": "m"}])], "/form/pages/0/fields/0/checks/0/rule"),
        ([field("nonsense", "a")], "/form/pages/0/fields/0/type"),
        ([field("choice", "a")], "/form/pages/0/fields/0"),
        ([field("choice", "a", options=[{"value": "x", "label": "1"}] * 2)], "/form/pages/0/fields/0/options"),
        (
            [field("information", "a", text="x"), field("text", "b", condition="a == 1")],
            "/form/pages/0/fields/1/condition",
        ),
        ([field("number", "a", min="low")], "/form/pages/0/fields/0/min"),
        ([], "/form/pages/0/fields"),
    ],
)  # fmt: skip
def test_an_error_of_a_question_points_to_its_place_and_names_it(fields, pointer):
    found = said(definition(fields))
    assert pointer in found
    assert found[pointer][0].startswith("page 1 « Page 1 »")


def test_two_pages_of_one_key_are_refused():
    document = definition([field("text", "a")], [field("text", "b")])
    document["form"]["pages"][1]["key"] = "p1"
    assert "/form/pages/1/key" in said(document)


def test_a_missing_subject_or_applicant_is_only_advice():
    remarks = lint(definition())
    assert {remark.level for remark in remarks} == {Level.WARNING}
    assert len(remarks) == 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
@settings(max_examples=100, deadline=None)
def test_anything_at_all_is_refused_with_a_place(document):
    assert said(document)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_definition_with_one_part_replaced_is_accepted_or_refused(data):
    document = copy.deepcopy(definition([field("choice", "a", options=[{"value": "x", "label": "1"}])]))
    node, parent, step = document, document, "title"
    while isinstance(node, (dict, list)) and node and data.draw(st.booleans()):
        parent = node
        step = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        node = node[step]
    parent[step] = data.draw(json_values)
    for pointer, sentences in said(document).items():
        assert pointer == "" or pointer.startswith("/")
        assert all(sentences)
