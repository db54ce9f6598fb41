"""XPath of XLSForm: over the same answers, our expression gives what XPath gives."""

import pytest
import time_machine

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.xlsform import formulas
from parvis.catalogue.imports.xlsform.typed import (
    ANY,
    DATE,
    LIST,
    NUMBER,
    ROWS,
    TEXT,
    TIME,
    YES,
    Answer,
    Place,
)

KNOWN = {
    "name": Answer("name", TEXT),
    "age": Answer("age", NUMBER),
    "rate": Answer("rate", NUMBER),
    "born": Answer("born", DATE),
    "end": Answer("end", DATE),
    "at": Answer("at", TIME),
    "day": Answer(
        "day", TEXT, labels={"mon": "Lundi", "1": "Un"}, values={"mon": "mon", "très": "tres", "1": "1"}
    ),
    "days": Answer("days", LIST, values={"mon": "mon", "tue": "tue"}),
    "ok": Answer("ok", YES),
    "photo": Answer("photo", ANY),
    "kids": Answer("kids", ROWS),
    "kid_age": Answer("kid_age", NUMBER, block="kids"),
    "town": Answer("town", TEXT, part="code"),
    "towns": Answer("towns", LIST, part="code"),
}
ANSWERS = {
    "today": "2026-11-22",
    "now": "2026-11-22T10:30",
    "name": "Anne",
    "age": 20,
    "rate": 2.5,
    "born": "2000-01-10",
    "end": "2000-02-10",
    "at": "2026-11-22T09:05",
    "day": "mon",
    "days": ["mon", "tue"],
    "ok": True,
    "photo": [],
    "kids": [{"kid_age": 4}, {"kid_age": 6}],
    "town": {"code": "caen", "label": "Caen", "columns": {}},
    "towns": [{"code": "caen"}, {"code": "rouen"}],
}
PLACE = Place(KNOWN, KNOWN["age"])


def value(xpath, **answers):
    return compile_expression(formulas.value(xpath, PLACE)).value({**ANSWERS, **answers})


def holds(xpath, **answers):
    return compile_expression(formulas.condition(xpath, PLACE)).holds({**ANSWERS, **answers})


@pytest.mark.parametrize(
    "true",
    [
        "${age} >= 18 and selected(${days}, 'mon')",
        "${age} = '20'",
        ". > 10 and . <= 120",
        "not(${name} = 'Paul')",
        "not(selected(${days}, 'sun')) or false()",
        "selected(${day}, 'mon')",
        "${day} != 'très'",
        "count-selected(${days}) = 2",
        "${ok} = 'OK'",
        "${photo} = ''",
        "${name} != '' and ${age} != ''",
        "string-length(${name}) > 3",
        "regex(${name}, '[A-Z][a-z]+')",
        "not(regex(${name}, '[A-Z]'))",
        "starts-with(${name}, 'An') and contains(${name}, 'nn') and ends-with(${name}, 'e')",
        "${born} < today()",
        "${born} < date('2000-01-11')",
        "(today() - ${born}) div 365.25 > 26",
        "${end} - ${born} = 31",
        "${end} = ${born} + 31",
        "decimal-date-time(${end}) - decimal-date-time(${born}) = 31",
        "${at} < now()",
        "${age}",
        "${name}",
        "count(${kids}) = 2 and sum(${kid_age}) = 10",
        "max(${kid_age}) = 6 and min(${age}, 3) = 3",
        "${town} = 'caen'",
        "selected(${towns}, 'rouen')",
        "${days} != 'mon'",
        "../age > 3 and /data/age < 30 and current()/../age = 20",
        "true()",
        "-${age} + 21 = 1",
        "coalesce(${photo}, 'x') = 'x'",
    ],
)
def test_what_holds_in_xpath_holds_here(true):
    assert holds(true)
    assert not holds(f"not({true})")


@pytest.mark.parametrize(
    "false",
    ["${age} > 3", "${age} = 0", "${age} != ''", "${age}", "${name} = 'Anne'", "string-length(${name}) > 0"],
)
def test_no_answer_compares_to_nothing(false):
    assert not holds(false, age=None, name="")


@pytest.mark.parametrize(
    ("xpath", "expected"),
    [
        ("${age} + 1", 21),
        ("${age} div 8", 2.5),
        ("${age} mod 8 * ${rate}", 10),
        ("if(${age} > 18, 'grand', 'petit')", "grand"),
        ("concat(${name}, ' a ', ${age}, ' ans')", "Anne a 20 ans"),
        ("format-date(${born}, '%d/%m/%Y')", "10/01/2000"),
        ("substr(${name}, 0, 2)", "An"),
        ("round(${rate} * 1.001, 2)", 2.5),
        ("int(${rate})", 2),
        ("jr:choice-name(${day}, '${day}')", "Lundi"),
        ("today()", "2026-11-22"),
        ("today() - 1", "2026-11-21"),
        ("join(', ', ${days})", "mon, tue"),
        ("normalize-space(' x ')", "x"),
        ("number('12.5')", 12.5),
        ("once(${name})", "Anne"),
        ("selected-at(${days}, 1)", "tue"),
        (".5 + 1", 1.5),
    ],
)
def test_a_computation_gives_what_xpath_gives(xpath, expected):
    assert value(xpath) == expected


def test_an_option_is_compared_under_the_value_it_has_here():
    assert holds("${day} = 'très'", day="tres")
    assert holds("${day} = 1", day="1")


def test_inside_a_repeat_a_question_reads_its_own_row():
    inside = Place(KNOWN, None, "kids")
    assert formulas.condition("${kid_age} > 3", inside) == "kid_age > 3"
    assert formulas.value("sum(${kid_age})", PLACE) == 'sum(kids, "kid_age")'


@pytest.mark.parametrize(
    "xpath",
    [
        "pulldata('a', 'b', 'c', ${age})",
        "random()",
        "position(..)",
        "instance('x')/root/item[name=${age}]/label",
        "${gone} = 1",
        "${age} +",
        "",
        "(" * 500,
        "${age} + " * 900 + "1",
        "regex(${name}, '(?<=x)y')",
        "regex(${name}, ${day})",
        "${photo} + 1 = date('x') + today()",
        "format-date(${born}, '%a')",
        "jr:choice-name(${name}, 'x')",
        "if(1)",
        "selected(${days})",
        "${days} = ${towns}",
    ],
)
def test_what_has_no_equivalent_is_refused_with_its_reason(xpath):
    with pytest.raises(Untranslatable) as refusal:
        formulas.condition(xpath, PLACE)
    assert str(refusal.value)


@time_machine.travel("2026-11-22")
def test_a_text_recalls_an_answer():
    assert formulas.recall("name", PLACE) == "{{ name }}"
