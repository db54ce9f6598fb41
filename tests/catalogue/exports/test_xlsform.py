"""A form as a workbook: pyxform accepts it, it comes back as a form, and its formulas mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.exports.registry import registry
from parvis.catalogue.exports.xlsform.xpath import (
    DATE,
    LIST,
    NUMBER,
    ROWS,
    TEXT,
    TICK,
    YES,
    Names,
    Written,
    value_of,
    xpath_of,
)
from parvis.catalogue.expressions import compile_expression, parse
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.imports.registry import registry as importers
from parvis.catalogue.imports.report import Report
from parvis.catalogue.imports.xlsform import formulas
from parvis.catalogue.imports.xlsform import typed as theirs
from parvis.catalogue.services.library import library
from tests.factories.catalogue import definition, field

OURS = Names(
    {
        "name": Written("name", TEXT),
        "age": Written("age", NUMBER),
        "born": Written("born", DATE),
        "days": Written("days", LIST),
        "ok": Written("ok", TICK),
        "owner": Written("owner", YES),
        "who": Written("who", TEXT, {"email": Written("who_email", TEXT)}),
        "kids": Written("kids", ROWS, {"size": Written("kid_size", NUMBER)}),
    },
    {"rate": 3},
)
BACK = formulas.Place(
    {
        "name": theirs.Answer("name", theirs.TEXT),
        "age": theirs.Answer("age", theirs.NUMBER),
        "born": theirs.Answer("born", theirs.DATE),
        "days": theirs.Answer("days", theirs.LIST),
        "ok": theirs.Answer("ok", theirs.YES),
        "owner": theirs.Answer("owner", theirs.TEXT, values={"yes": "yes", "no": "no"}),
        "who_email": theirs.Answer("who_email", theirs.TEXT),
        "kids": theirs.Answer("kids", theirs.ROWS),
        "kid_size": theirs.Answer("size", theirs.NUMBER, block="kids"),
    }
)
ANSWERS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "Anne", 'it\'s "x"']),
        "age": st.sampled_from([None, 0, 3, 18, 40]),
        "born": st.sampled_from(["", "2000-01-10", "2026-11-22"]),
        "days": st.sampled_from([[], ["mon"], ["mon", "tue"]]),
        "ok": st.sampled_from([None, True]),
        "owner": st.sampled_from([None, True, False]),
        "kids": st.sampled_from([[], [{"size": 1}, {"size": 4}]]),
    }
)
SOURCES = [
    "age >= 18",
    'age < 18 || name == "Anne"',
    "!(age > 3) && !empty(name)",
    "owner == true",
    "owner != false",
    "owner && !owner",
    "ok == true",
    "ok != true",
    '"mon" in days',
    'name in ["Anne", "Paul"]',
    "empty(born) || born < today",
    'born >= "2000-01-01"',
    "days_between(born, today) > 30",
    "size(days) == 1",
    "size(name) > 3",
    'name.matches("^[A-Z]") && !name.contains("x")',
    "age + 1 == 4",
    '(age > 3 ? "a" : "b") == "a"',
    'sum(kids, "size") == 5 || size(kids) == 0',
    'who.email != ""',
    "age * options.rate - 2 > 7",
    "year(born) == 2000",
    'name == "it\'s \\"x\\""',
    "round(age / 7, 1) > 0.4",
]


def values(answers):
    return {"today": "2026-11-22", "now": "2026-11-22T10:00", "options": {"rate": 3}, **answers}


@pytest.mark.parametrize("source", SOURCES)
@given(answers=ANSWERS)
def test_a_condition_means_the_same_in_xpath(source, answers):
    xpath = xpath_of(parse(source), OURS)
    back = compile_expression(formulas.condition(xpath, BACK))
    shown = {
        **answers,
        "owner": {None: "", True: "yes", False: "no"}[answers["owner"]],
        "who_email": "a@b.fr",
    }
    ours = compile_expression(source).holds(values({**answers, "who": {"email": "a@b.fr"}}))
    assert back.holds(values(shown)) == ours


@pytest.mark.parametrize(
    "source",
    [
        "signed_in",
        "person.email == name",
        "gone == 1",
        "ok == false",
        'name < "b"',
        'days == ["a"]',
        "plain(name)",
    ],
)
def test_what_xpath_cannot_say_is_refused(source):
    with pytest.raises(Untranslatable):
        xpath_of(parse(source), OURS)
    with pytest.raises(Untranslatable):
        value_of(["add_months", ["name", "born"], 2], OURS)


def exported(*pages, **changes):
    return registry.get("xlsform").write(definition(*pages, **changes))


def brought_back(content, name="essai.xlsx"):
    report = Report()
    imported = importers.get("xlsform").read(
        [SourceFile(name, content)], report=report, progress=lambda *_args: None
    )
    assert report.files[0].errors == []
    document = imported.definitions[0].document
    return document, [one for page in document["form"]["pages"] for one in page["fields"]]


@pytest.mark.parametrize("code", sorted(library()))
def test_every_procedure_of_the_product_goes_out_and_comes_back(code):
    made = registry.get("xlsform").write(library()[code])
    assert {one.what for one in made.left} <= {"municipality"}  # written in words there
    assert made.content == registry.get("xlsform").write(library()[code]).content
    document, _fields = brought_back(made.content)
    assert (document["code"], document["title"]) == (code, library()[code]["title"])
    assert [page["title"] for page in document["form"]["pages"]] == [
        page["title"] for page in library()[code]["form"]["pages"]
    ]


def test_questions_rules_conditions_and_blocks_come_back():
    block = field(
        "block", "kids", fields=[field("text", "name"), field("number", "age", min=1)], repeat={"min": 0}
    )
    made = exported(
        [
            field("yes_no", "more"),
            field(
                "text",
                "why",
                condition="more == true",
                checks=[{"rule": "size(why) > 3", "message": "Plus."}],
            ),
            field("computed", "double", value="2 * 3"),
            block,
            field("information", "note", text="Bonjour {{ why }}"),
        ]
    )
    assert made.left == ()
    _document, fields = brought_back(made.content)
    assert [one["type"] for one in fields] == ["choice", "text", "computed", "block", "information"]
    assert fields[1]["condition"] == 'more == "yes"'
    assert fields[1]["checks"] == [{"rule": "size(why) > 3", "message": "Plus."}]
    assert [one["key"] for one in fields[3]["fields"]] == ["name", "age"]
    assert fields[4]["text"] == "Bonjour {{ why }}"


def test_what_a_workbook_cannot_say_is_told():
    pages = definition(
        [
            field("table_choice", "town", table="villes"),
            field("text", "me", prefill={"from": "person", "name": "email"}, condition="signed_in"),
        ]
    )["form"]["pages"]
    pages[0]["checks"] = [{"rule": "!empty(me)", "message": "Dites-le."}]
    pages[0]["exits"] = [{"when": 'me == "x"', "title": "Fin", "text": "Fin."}]
    left = exported(form={"pages": pages}).left
    assert sorted(one.kind for one in left) == ["conditions", "exit", "fields", "prefills", "validations"]


def test_texts_are_never_formulas_of_the_spreadsheet():
    made = exported([field("text", "a", label="=1+1")])
    _document, fields = brought_back(made.content)
    assert fields[0]["label"] == "=1+1"
