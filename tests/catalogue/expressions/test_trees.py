"""Expressions as trees: read, written, renamed, bounded."""

import pytest

from parvis.catalogue.expressions import BadExpression, compile_expression, names_of, parse, rename, write
from tests.catalogue.expressions.random_expressions import cases


@pytest.mark.parametrize("seed", range(20))
def test_a_tree_is_written_then_read_again_the_same(seed):
    for tree, _answers in cases(seed, 50):
        read = parse(write(tree))  # its one form: what was drawn may hold a needless « - » before a number
        assert parse(write(read)) == read


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a&&b||c", "a && b || c"),
        ("a&&(b||c)", "a && (b || c)"),
        ("((a))", "a"),
        ("a-(b-c)-d", "a - (b - c) - d"),
        ("(a ? b : c) ? d : (e ? f : g)", "(a ? b : c) ? d : e ? f : g"),
        ("! ( a == 1.50 )", "!(a == 1.5)"),
        ("'dit \"oui\"'", '"dit \\"oui\\""'),
        ("contains(a, 'b')", 'a.contains("b")'),
        ("a.size()", "size(a)"),
        ("[1,2][0]", "[1, 2][0]"),
        ('"\\u00e9\\n"', '"é\\n"'),
    ],
)
def test_an_expression_has_one_written_form(source, written):
    assert write(parse(source)) == written


def test_the_place_of_a_fault_is_told():
    with pytest.raises(BadExpression, match="caractère 6") as refusal:
        parse("a == = b")
    assert refusal.value.position == 5
    with pytest.raises(BadExpression, match="trop tôt") as refusal:
        parse("a ==")
    assert refusal.value.position == 4


@pytest.mark.parametrize(
    ("source", "renamed"),
    [
        ("kind == kinds", "type == kinds"),
        ("who.kind == 'kind'", "who.kind == 'kind'"),
        ("kind(kind)", "kind(type)"),
        ("sum(rows, 'age') + rows[0].age + age", 'sum(rows, "years") + rows[0].years + age'),
        ("column(rows, 'kind')", "column(rows, 'kind')"),
        ("home.pet.name == name", "home.pet.called == name"),
    ],
)
def test_renaming_answers_changes_their_names_and_nothing_else(source, renamed):
    names = {"kind": "type", "rows.age": "years", "home.pet.name": "called"}
    assert parse(rename(source, names)) == parse(renamed)


def test_an_expression_that_reads_none_of_them_keeps_its_spelling():
    assert rename("a=='b'", {"c": "d"}) == "a=='b'"


def test_the_names_read_are_told_once_in_order():
    assert names_of(parse("b + a + b.c + f(d) + rows[e].g")) == ("a", "b", "d", "e", "rows")


@pytest.mark.parametrize(
    "source", ["a" * 4001, "!" * 41 + "a", " + ".join(["a"] * 900), "[" * 41 + "]" * 41, "-" * 50 + "a"]
)
def test_an_expression_over_budget_is_refused(source):
    with pytest.raises(BadExpression, match="trop"):
        parse(source)


def test_a_result_over_budget_is_no_value():
    long = "a" * 6000
    values = {"long": long, "many": ["x"] * 6000}
    for source in (
        "long + long",
        "many + many",
        'replace(long, "a", "bb")',
        "join(many, long)",
        "upper(long + long)",
    ):
        assert compile_expression(source).value(values) is None
    assert compile_expression("size(long)").value(values) == 6000


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("7 / 2", 3.5),
        ("6 / 2", 3),
        ("-7 % 3", -1),
        ("0.1 + 0.2", 0.30000000000000004),
        ("round(0.1 + 0.2, 2)", 0.3),
        ("round(-2.5)", -3),
        ("1 / 0", None),
        ("9007199254740991 + 1", None),
        ("size('é😀')", 2),
        ("'é' > 'z'", True),
        ("'😀' > 'ﬁ'", True),
        ("number('12,5') * 2", 25),
        ("number('douze')", None),
        ("sum(rows, 'price')", 15.5),
        ("add_months('2026-03-31', -1)", "2026-02-28"),
        ("add_days('2026-11-22T10:30', 10)", "2026-12-02T10:30"),
        ("years_between('2008-02-29', '2026-02-28')", 17),
        ("days_between('', '2026-02-28')", None),
        ("coalesce(days_between('', '2026-02-28'), 0)", 0),
        ("false && nothing > 1", False),
        ("nothing > 1 && false", False),
        ("nothing > 1 && true", None),
        ("true || 'a'", True),
        ("1 == '1'", False),
        ("true == 1", False),
        ("[1, 2] == [1.0, 2]", True),
        ("text(2.5) + text(true) + text(null) + text(['a', '', 3])", "2,5ouia, 3"),
        ("min([]) == null", True),
        ("max(rows[0].day, '2026-01-01')", "2026-05-01"),
    ],
)  # fmt: skip
def test_values(source, value):
    rows = [{"price": "12.50", "day": "2026-05-01"}, {"price": "3", "day": ""}, {"price": "", "day": ""}]
    found = compile_expression(source).value({"nothing": None, "rows": rows})
    assert (found, type(found)) == (value, type(value))
