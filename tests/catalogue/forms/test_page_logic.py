"""What a page carries to show, hide and say again by itself: what it needs, and nothing more."""

import json

import pytest

from parvis.catalogue.forms.engine import Context, page_logic, page_widgets
from tests.factories.catalogue import field, form

OPTIONS = [{"value": "cut", "label": "Abattre"}, {"value": "prune", "label": "Élaguer"}]


def logic_of(made, answers=None, page="p1", **context):
    return page_logic(made, [made.page(page)], answers or {}, Context(**context))


def steps_of(logic):
    return {step["key"]: step for page in logic["pages"] for step in page["steps"]}


def test_a_page_where_nothing_changes_carries_nothing():
    made = form(
        [field("text", "name"), field("yes_no", "owner")],
        [field("text", "other", condition="owner == true"), field("number", "age")],
    )
    assert logic_of(made) is None
    assert logic_of(made, {"owner": True}, "p2") is None


def test_a_page_carries_what_its_conditions_read_and_nothing_else():
    made = form(
        [field("text", "secret"), field("number", "age"), field("person", "who")],
        [
            field("text", "unread"),
            field("choice", "work", options=OPTIONS),
            field("text", "why", condition='work == "cut" && age > 18 && who.email == "" && person.city == today'),
        ],
    )  # fmt: skip
    known = {"first_name": "Aude", "last_name": "Vasseur", "email": "", "phone": "+33612345678"}
    logic = logic_of(
        made, {"secret": "x", "age": 20, "who": known}, "p2", person={"city": "Caen", "email": "a@b.fr"}
    )
    assert logic["values"].keys() == {"age", "who", "person", "today"}
    assert logic["values"]["who"] == {"email": ""}
    assert logic["values"]["person"] == {"city": "Caen"}
    assert steps_of(logic).keys() == {"work", "why"}
    assert steps_of(logic)["work"] == {"key": "work", "empty": "", "read": "choice"}
    assert logic["pages"][0]["keys"] == ["unread"]
    assert (logic["known"], logic["told"]) == ({}, {})
    json.dumps(logic)


def test_what_depends_on_earlier_pages_only_is_settled():
    made = form(
        [field("yes_no", "owner"), field("number", "age")],
        [
            field("yes_no", "tree", condition="owner == true"),
            field("text", "never", condition="owner == false"),
            field("text", "kind", condition="tree == true && age > 3"),
            field("information", "told", text="Vous avez {{ age }} ans."),
        ],
    )
    steps = steps_of(logic_of(made, {"owner": True, "age": 30}, "p2"))
    assert steps.keys() == {"tree", "kind"}
    assert "when" not in steps["tree"]
    assert steps["kind"]["when"][0] == "&&"


def test_a_computed_value_of_the_page_is_computed_there_and_one_of_earlier_pages_is_not():
    made = form(
        [field("number", "price")],
        [
            field("number", "count"),
            {"key": "total", "type": "computed", "value": "count * price"},
            {"key": "twice", "type": "computed", "value": "price * 2"},
            {"key": "unused", "type": "computed", "value": "count + 1"},
            field("text", "why", condition="total > twice"),
        ],
    )
    logic = logic_of(made, {"price": 3}, "p2")
    assert steps_of(logic).keys() == {"count", "total", "why"}
    assert steps_of(logic)["total"]["compute"] == ["*", ["name", "count"], ["name", "price"]]
    assert logic["values"] == {"price": 3, "twice": 6}


def test_what_the_page_cannot_read_is_known_from_the_server():
    made = form([field("person", "who"), field("text", "why", condition='who.email == ""')])
    answer = {"civility": "", "first_name": "A", "last_name": "B", "email": "", "phone": ""}
    logic = logic_of(made, {"who": answer})
    assert steps_of(logic)["who"]["read"] == ""
    assert logic["known"] == {"who": answer}


def test_rows_have_steps_of_their_own_and_read_the_form_besides():
    block = {
        "key": "children", "type": "block", "label": "Enfants", "repeat": {"min": 1, "max": 3},
        "fields": [
            field("number", "age"),
            field("text", "school", condition="age > limit"),
            {"key": "double", "type": "computed", "value": "age * 2"},
            field("text", "never", condition="limit > 100"),
        ],
    }  # fmt: skip
    made = form(
        [field("number", "limit")], [block, field("text", "many", condition='sum(children, "double") > 20')]
    )
    logic = logic_of(made, {"limit": 3, "children": [{"age": 5}, {"age": 1}]}, "p2")
    steps = steps_of(logic)
    inside = {step["key"]: step for step in steps["children"]["steps"]}
    assert logic["values"] == {"limit": 3}
    assert steps["children"]["repeated"] is True
    assert inside["age"] == {"key": "age", "empty": None, "read": "number"}
    assert inside["school"]["when"] == [">", ["name", "age"], ["name", "limit"]]
    assert inside["never"]["when"] is False
    assert inside["double"]["compute"] == ["*", ["name", "age"], 2]


def test_recalled_texts_are_told_in_the_page_or_by_the_server():
    made = form(
        [field("text", "name")],
        [
            field("choice", "work", options=OPTIONS),
            field("person", "who"),
            field("text", "why", help="{{ name }} : pourquoi {{ work }}, {{ who }} ? {{ size(work) + 1 }}"),
        ],
    )
    who = {"civility": "", "first_name": "Aude", "last_name": "Vasseur", "email": "", "phone": ""}
    logic = logic_of(made, {"name": "Paul", "who": who}, "p2")
    [text] = steps_of(logic)["why"]["texts"]
    assert text["place"] == "help"
    assert text["parts"][:3] == ["", "Paul", " : pourquoi "]
    assert text["parts"][3]["say"] == {"as": "choice", "labels": {"cut": "Abattre", "prune": "Élaguer"}}
    assert text["parts"][5] == {"ask": True}
    assert text["parts"][7]["tree"] == ["+", ["size", ["name", "work"]], 1]
    assert logic["told"] == {"why/help/5": "Aude Vasseur"}
    assert logic["known"] == {}


def test_a_locked_or_hidden_answer_is_never_read_in_the_page():
    made = form(
        [
            field("text", "city", prefill={"from": "person", "name": "city", "locked": True}),
            field("yes_no", "here"),
            field("text", "why", condition='here == true && city == "Caen"'),
        ]
    )
    logic = logic_of(made, person={"city": "Caen"})
    assert steps_of(logic).keys() == {"here", "why"}
    assert logic["values"] == {"city": "Caen"}


def test_pages_of_one_sheet_open_and_close():
    made = form([field("yes_no", "more")], [field("text", "detail"), field("yes_no", "again")])
    document = made.definition
    document["form"]["pages"][1]["condition"] = "more == true"
    document["form"]["pages"][1]["fields"].append(
        field("text", "last", condition="again == true && detail != ''")
    )
    from parvis.catalogue.forms.engine import compile_form

    made = compile_form(document)
    logic = page_logic(made, made.pages, {})
    first, second = logic["pages"]
    assert first["steps"] == [{"key": "more", "empty": None, "read": "yes_no"}]
    assert second["when"] == ["==", ["name", "more"], True]
    assert [step["key"] for step in second["steps"]] == ["detail", "again", "last"]


@pytest.mark.parametrize(
    "hostile", ["</script><script>alert(1)</script>", "\ue0000\ue001x\ue002", "](javascript:x)"]
)
def test_what_was_answered_makes_no_markup_in_a_recalled_text(hostile):
    made = form([field("text", "name"), field("information", "told", text="Bonjour **{{ name }}** !")])
    widget = page_widgets(made, "p1", {"name": hostile})[1]
    html = str(widget.context["html"])
    assert html.count("<span data-recall=") == 1
    assert "<script" not in html
    assert "javascript:x)</a>" not in html
    assert not set(html) & set("\ue000\ue001\ue002")
