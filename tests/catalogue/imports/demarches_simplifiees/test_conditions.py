"""Conditions of Démarches simplifiées, and what they mean over answers."""

import base64
import json

import pytest

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.imports.demarches_simplifiees.conditions import Known, condition_of
from parvis.catalogue.imports.refusals import Untranslatable

KNOWN = {
    "Q1": Known("wants", "yes_no"),
    "Q2": Known("age", "number"),
    "Q3": Known("colour", "choice", {"Bleu": "bleu", "Rouge vif": "rouge-vif"}),
    "Q4": Known("days", "multiple_choice", {"Lundi": "lundi", "Mardi": "mardi"}),
    "Q5": Known("town", "municipality"),
    "Q6": Known("ticked", "agreement"),
    "Q7": Known("home", "address"),
    "Q8": Known("department", "choice", {"Calvados": "14", "14": "14"}),
    "Q9": Known("food", "linked_choice", {"first Fromage": "fromage", "second Bleu": "bleu"}),
}
NOTHING = {
    "wants": None,
    "age": None,
    "colour": "",
    "days": [],
    "town": {"code": "", "name": ""},
    "ticked": None,
    "home": {"postcode": "", "city": ""},
    "department": "",
    "food": {"first": "", "second": ""},
}


def holds(condition, **answers):
    return compile_expression(condition_of({"condition": condition}, KNOWN)).holds({**NOTHING, **answers})


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        (["=", ["champ", "Q1"], True], {"wants": True}, {"wants": False}),
        (["=", ["champ", "Q1"], False], {"wants": False}, {}),
        (["!=", ["champ", "Q1"], True], {"wants": False}, {"wants": True}),
        (["=", ["champ", "Q6"], False], {}, {"ticked": True}),
        ([">=", ["champ", "Q2"], 18], {"age": 18}, {"age": 17}),
        (["<", ["champ", "Q2"], 18], {"age": 17}, {}),
        (["!=", ["champ", "Q2"], 3], {"age": 4}, {}),
        (["=", ["champ", "Q3"], "Rouge vif"], {"colour": "rouge-vif"}, {"colour": "bleu"}),
        (["!=", ["champ", "Q3"], "Bleu"], {"colour": "rouge-vif"}, {}),
        (["includes", ["champ", "Q4"], "Mardi"], {"days": ["lundi", "mardi"]}, {"days": ["lundi"]}),
        (["excludes", ["champ", "Q4"], "Mardi"], {"days": ["lundi"]}, {"days": ["mardi"]}),
        (["in-departement", ["champ", "Q5"], "14"], {"town": {"code": "14118", "name": "Caen"}}, {}),
        (
            ["in-region", ["champ", "Q5"], "28"],
            {"town": {"code": "76540", "name": "Rouen"}},
            {"town": {"code": "35238", "name": "Rennes"}},
        ),
        (
            ["not-in-region", ["champ", "Q5"], "28"],
            {"town": {"code": "35238", "name": "Rennes"}},
            {"town": {"code": "76540", "name": "Rouen"}},
        ),
        (["not-in-region", ["champ", "Q5"], "28"], {"town": {"code": "35238", "name": "Rennes"}}, {}),
        (["in-departement", ["champ", "Q7"], "2A"], {"home": {"postcode": "20000"}}, {}),
        (["=", ["champ", "Q8"], "14"], {"department": "14"}, {"department": "27"}),
        (["=", ["champ", "Q8"], "Calvados"], {"department": "14"}, {"department": "27"}),
        (
            [
                "and",
                ["=", ["champ", "Q1"], True],
                ["or", [">", ["champ", "Q2"], 1], ["=", ["champ", "Q3"], "Bleu"]],
            ],
            {"wants": True, "colour": "bleu"},
            {"wants": True, "age": 1},
        ),
        (["=", ["column", "Q1", "type_de_champ/1"], True], {"wants": True}, {}),
        (
            ["=", ["column", "Q7", "type_de_champ/7-$.city_name"], "Caen"],
            {"home": {"postcode": "14000", "city": "Caen"}},
            {},
        ),
        (
            ["=", ["column", "Q7", "type_de_champ/7-$.departement_code"], "14 – Calvados"],
            {"home": {"postcode": "14000", "city": "Caen"}},
            {"home": {"postcode": "27000", "city": "Évreux"}},
        ),
        (
            ["!=", ["column", "Q5", "type_de_champ/5-$.region_name"], "Normandie"],
            {"town": {"code": "35238", "name": "Rennes"}},
            {"town": {"code": "76540", "name": "Rouen"}},
        ),
        (
            ["=", ["column", "Q9", "type_de_champ/9->primary"], "Fromage"],
            {"food": {"first": "fromage", "second": ""}},
            {},
        ),
        (
            ["=", ["column", "Q9", "type_de_champ/9.secondary"], "Bleu"],
            {"food": {"first": "fromage", "second": "bleu"}},
            {"food": {"first": "fromage", "second": ""}},
        ),
        (["and", ["empty?", None, None], ["=", ["champ", "Q1"], True]], {"wants": True}, {}),
    ],
)
def test_a_condition_holds_when_it_does_there(condition, yes, no):
    assert holds(condition, **yes)
    assert not holds(condition, **no)


def test_a_condition_written_as_an_s_expression_is_read_too():
    written = '(and (= (champ "Q1") true) (>= (champ "Q2") 18))'
    read = condition_of({"conditionExpression": written}, KNOWN)
    assert read == condition_of(
        {"condition": ["and", ["=", ["champ", "Q1"], True], [">=", ["champ", "Q2"], 18]]}, KNOWN
    )


def as_text(tree):
    return json.dumps(tree)


def as_base64(tree):
    return base64.urlsafe_b64encode(json.dumps(tree).encode()).decode().rstrip("=")


@pytest.mark.parametrize("written", [lambda tree: tree, as_text, as_base64], ids=["tree", "JSON", "base 64"])
def test_the_tree_that_the_product_keeps_is_read_whichever_way_it_is_written(written):
    wants, age = ({"term": "Logic::ChampValue", "stable_id": number} for number in (1, 2))
    known = {
        base64.b64encode(b"Champ-1").decode(): KNOWN["Q1"],
        base64.b64encode(b"Champ-2").decode(): KNOWN["Q2"],
    }
    tree = {
        "term": "Logic::And",
        "operands": [
            {"term": "Logic::Eq", "left": wants, "right": {"term": "Logic::Constant", "value": True}},
            {"term": "Logic::GreaterThanEq", "left": age, "right": {"term": "Logic::Constant", "value": 18}},
            {
                "term": "Logic::EmptyOperator",
                "left": {"term": "Logic::Empty"},
                "right": {"term": "Logic::Empty"},
            },
        ],
    }
    read = condition_of({"condition": written(tree)}, known)
    assert compile_expression(read).holds({**NOTHING, "wants": True, "age": 18})
    assert not compile_expression(read).holds({**NOTHING, "wants": True, "age": 17})


@pytest.mark.parametrize("nothing", [{}, {"condition": None}, {"condition": ["empty?", None, None]}])
def test_no_condition_is_no_condition(nothing):
    assert condition_of(nothing, KNOWN) == ""


@pytest.mark.parametrize(
    "condition",
    [
        ["=", ["champ", "gone"], True],
        ["=", ["champ", "Q3"], "Vert"],
        ["~", ["champ", "Q1"], 1],
        [">", ["champ", "Q3"], 1],
        ["=", ["column", "Q7", "type_de_champ/7-$.geometry"], "Caen"],
        ["in-region", ["champ", "Q1"], "28"],
        ["in-departement", ["champ", "Q5"], '14") || true || ("'],
        "true",
        [],
        {},
        ["="],
        {"term": "Logic::Near", "left": None, "right": None},
        {"term": "Logic::Eq", "left": {"term": "Logic::Empty"}},
        "AAAA",
    ],
)
def test_a_condition_without_equivalent_is_refused(condition):
    with pytest.raises(Untranslatable):
        condition_of({"condition": condition}, KNOWN)


@pytest.mark.parametrize("written", ["(", ")", "(= a", "(((" * 5000, '("'])
def test_a_damaged_s_expression_is_refused(written):
    with pytest.raises(Untranslatable):
        condition_of({"conditionExpression": written}, KNOWN)
