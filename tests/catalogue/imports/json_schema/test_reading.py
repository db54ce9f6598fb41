"""Schemas as our definitions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.imports.json_schema.conditions import condition_of
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.registry import SourceFile, registry
from parvis.catalogue.imports.report import Report


def read(document, name="essai.json"):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    report = Report()
    imported = registry.get("json-schema").read(
        [SourceFile(name, content)], report=report, progress=lambda *_args: None
    )
    return imported, report.files[0]


def schema(**properties):
    return {"type": "object", "properties": properties}


def only(document):
    imported, report = read(document)
    assert not report.errors
    return imported.definitions[0].document, report


def fields(document):
    return [one for page in document["form"]["pages"] for one in page["fields"]]


def field(**property_):
    document, report = only(schema(q=property_))
    return fields(document)[0], report


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"type": "string"}, "text"),
        ({"type": ["string", "null"]}, "text"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "number"),
        ({"type": "string", "maxLength": 4000}, "long_text"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "date-time"}, "date_time"),
        ({"type": "string", "format": "time"}, "time"),
        ({"type": "string", "format": "email"}, "email"),
        ({"type": "string", "format": "uri"}, "url"),
        ({"type": "string", "contentEncoding": "base64"}, "file"),
        ({"type": "string", "const": "x"}, "hidden"),
        ({"type": "integer"}, "number"),
        ({"type": "number"}, "number"),
        ({"type": "boolean"}, "yes_no"),
        ({"const": True}, "agreement"),
        ({"enum": ["a", "b"]}, "choice"),
        ({"oneOf": [{"const": "a", "title": "A"}]}, "choice"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "multiple_choice"),
        ({"type": "array", "items": {"type": "string", "format": "data-url"}}, "file"),
        ({"type": "array", "items": {"type": "string"}}, "block"),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, "block"),
        ({"properties": {"a": {"type": "string"}}}, "block"),
    ],
)
def test_each_kind_of_property_has_a_question(given, kind):
    assert field(**given)[0]["type"] == kind


def test_bounds_and_patterns_are_taken_as_options_and_rules():
    number, report = field(type="number", minimum=1, exclusiveMaximum=9, multipleOf=0.01)
    assert (number["min"], number["decimals"], number["checks"][0]["rule"]) == (1, 2, "q < 9")
    assert report.as_json()["validations"] == {"understood": 3, "total": 3}
    text, _report = field(type="string", minLength=2, maxLength=5, pattern="^[A-Z]")
    assert (text["min_length"], text["max_length"]) == (2, 5)
    assert text["checks"][0]["rule"] == 'q.matches("^[A-Z]")'


def test_the_bounds_of_draft_4_are_read_too():
    number, _report = field(type="integer", maximum=9, exclusiveMaximum=True)
    assert "max" not in number
    assert number["checks"][0]["rule"] == "q < 9"


def test_titles_of_options_are_their_labels_and_odd_constants_get_values():
    choice, _report = field(enum=["S", "très grand", 3], enumNames=["Petit", "Grand", "Trois"])
    assert choice["options"] == [
        {"value": "S", "label": "Petit"},
        {"value": "tres-grand", "label": "Grand"},
        {"value": "3", "label": "Trois"},
    ]


def test_references_are_followed_and_one_that_never_ends_is_told():
    document = schema(
        home={"$ref": "#/$defs/place"}, tree={"$ref": "#/$defs/tree"}, far={"$ref": "https://a.fr/x"}
    )
    document["$defs"] = {
        "place": {"title": "Chez vous", **schema(street={"type": "string"})},
        "tree": schema(child={"$ref": "#/$defs/tree"}),
        "self": {"$ref": "#/$defs/self"},
    }
    document["properties"]["loop"] = {"$ref": "#/$defs/self"}
    made, report = only(document)
    assert [(one["key"], one["label"]) for one in fields(made)] == [("home", "Chez vous")]
    assert {one.place for one in report.remainders} >= {"/far", "/tree", "/loop"}


def test_a_list_of_objects_is_a_repeated_block():
    block, _report = field(type="array", minItems=1, maxItems=3, items=schema(name={"type": "string"}))
    assert block["repeat"] == {"min": 1, "max": 3}
    assert block["fields"][0]["key"] == "name"


def test_conditions_add_questions_and_make_others_necessary():
    document = {
        **schema(driver={"type": "boolean"}, note={"type": "string"}),
        "if": {"properties": {"driver": {"const": True}}, "required": ["driver"]},
        "then": {"properties": {"licence": {"type": "string"}}, "required": ["licence", "note"]},
        "else": {"properties": {"bus": {"type": "boolean"}}},
        "dependentRequired": {"note": ["driver"]},
    }
    made, report = only(document)
    asked = {one["key"]: one for one in fields(made)}
    assert asked["licence"]["condition"] == "driver == true"
    assert asked["licence"]["required"] is True
    assert asked["bus"]["condition"] == "!(driver == true)"
    rules = [check["rule"] for check in made["form"]["pages"][-1]["checks"]]
    assert rules == ["!(driver == true) || !empty(note)", "!(!empty(note)) || !empty(driver)"]
    assert report.as_json()["conditions"] == {"understood": 2, "total": 2}


def test_alternatives_are_chosen_first():
    document = {
        "type": "object",
        "oneOf": [
            {"title": "Personne", "properties": {"name": {"type": "string"}}, "required": ["name"]},
            {"title": "Société", "properties": {"siret": {"type": "string"}}},
        ],
    }
    made, _report = only(document)
    choice, name, siret = fields(made)
    assert [one["label"] for one in choice["options"]] == ["Personne", "Société"]
    assert (name["condition"], siret["condition"]) == ('choix == "1"', 'choix == "2"')


def test_a_condition_that_is_not_understood_leaves_what_it_adds_optional():
    document = {
        **schema(a={"type": "string"}),
        "if": {"propertyNames": {"pattern": "x"}},
        "then": {"properties": {"b": {"type": "string"}}, "required": ["b"]},
    }
    made, report = only(document)
    assert fields(made)[1]["required"] is False
    assert report.remainders[0].kind == "conditions"


def test_what_has_no_equivalent_is_told():
    document = schema(
        a={"type": "null"},
        b={"type": "string", "format": "ipv4"},
        c={"type": "array", "prefixItems": []},
        d={"type": "string", "x-secret": 1},
        e={"type": "string", "pattern": "(?<=a)b"},
        f={"type": "integer", "default": "x"},
    )
    _made, report = only(document)
    assert {one.place for one in report.remainders} == {"/a", "/b", "/c", "/d", "/e", "/f"}


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'"x"',
        b"3",
        b"{}",
        b'{"type": "string"}',
        b'{"type": "object"}',
        b'{"properties": {"a": 3}}',
    ],
)
def test_what_is_no_schema_of_an_object_is_refused(content):
    imported, report = read(content)
    assert imported.definitions == []
    assert report.errors


NAMES = {"a": ("a", {}), "b": ("b", {}), "c": ("c", {})}
TESTS = st.recursive(
    st.one_of(
        st.fixed_dictionaries({"const": st.sampled_from(["x", "y"])}),
        st.fixed_dictionaries({"enum": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, unique=True)}),
        st.fixed_dictionaries({"minLength": st.integers(0, 2)}),
        st.fixed_dictionaries({"pattern": st.sampled_from(["^x", "y$"])}),
    ),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=2)}),
    ),
    max_leaves=4,
)
CONDITIONS = st.fixed_dictionaries(
    {"properties": st.dictionaries(st.sampled_from(list(NAMES)), TESTS, max_size=3)},
    optional={"required": st.lists(st.sampled_from(list(NAMES)), unique=True)},
)


@given(CONDITIONS, st.dictionaries(st.sampled_from(list(NAMES)), st.sampled_from(["x", "y", "xy", "z"])))
def test_a_condition_holds_when_the_schema_is_followed(condition, answers):
    ours = compile_expression(condition_of(condition, NAMES)).holds({"a": "", "b": "", "c": "", **answers})
    assert ours == Draft202012Validator(condition).is_valid(answers)


@pytest.mark.parametrize(
    "condition", [3, {"properties": {"gone": {}}}, {"properties": {"a": {"const": {}}}}, {"x": 1}]
)
def test_a_condition_without_equivalent_is_refused(condition):
    with pytest.raises(Untranslatable):
        condition_of(condition, NAMES)
