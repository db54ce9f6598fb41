"""Blocks of questions, answered once or several times, through the whole engine."""

import pytest
from django.http import QueryDict
from jsonschema import Draft202012Validator

from parvis.catalogue.forms.engine import check_all, check_page, extract, file_ids, page_widgets, present
from parvis.catalogue.forms.schemas import answers_schema
from tests.factories.catalogue import field, form

REPEAT = {"min": 1, "max": 3, "add_label": "Ajouter un enfant", "item_label": "Enfant"}
CHILD = [
    field("text", "first_name"),
    field("number", "age"),
    field("text", "school", condition="age >= 3"),
    field("yes_no", "canteen", required=False),
    field("text", "diet", condition="canteen == true && town != ''"),
]
FILE = {
    "id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f",
    "name": "a.pdf",
    "size": 5,
    "type": "application/pdf",
}


def family(**changes):
    return form(
        [
            field("text", "town"),
            field("block", "children", label="Enfants", fields=CHILD, repeat={**REPEAT, **changes}),
            field("number", "total", condition='sum(children, "age") > 20'),
        ]
    )


def home():
    return form(
        [
            field(
                "block",
                "home",
                fields=[
                    field("text", "street"),
                    field("yes_no", "owner"),
                    field("person", "landlord", condition="owner == false"),
                ],
            ),
            field("text", "since", condition="home.owner == true"),
        ],
        roles={"person": "home.landlord"},
    )


def posted(text):
    return QueryDict(text)


AUDE = "children.0._asked=first_name,age,canteen&children.0.first_name=Aude&children.0.age=2"


def test_rows_are_read_and_each_answers_by_its_own_conditions():
    checked = check_page(
        family(),
        "p1",
        posted(
            "town=Caen&children.0.first_name=Aude&children.0.age=2&children.1.first_name=Loïc&children.1.age=4"
        ),
        {},
    )
    assert checked.answers["children"] == [{"first_name": "Aude", "age": 2}, {"first_name": "Loïc", "age": 4}]
    assert set(checked.errors) == {"children.1.school"}


def test_a_refused_part_of_a_row_leaves_the_rest_of_it():
    checked = check_page(
        family(), "p1", posted("town=Caen&children.0.first_name=Aude&children.0.age=deux"), {}
    )
    assert set(checked.errors) == {"children.0.age"}
    assert checked.answers["children"] == [{"first_name": "Aude"}]
    [_town, block, _total] = page_widgets(family(), "p1", {}, checked)
    boxes = {each.context["name"]: each.context for each in block.context["items"][0]["widgets"]}
    assert boxes["children.0.age"]["value"] == "deux"
    assert boxes["children.0.age"]["errors"] == checked.errors["children.0.age"]
    assert boxes["children.0.first_name"]["value"] == "Aude"


def test_a_question_that_appears_in_a_row_is_shown_before_it_is_required():
    text = "town=Caen&children.0._asked=first_name,age,canteen&children.0.first_name=Aude&children.0.age=4"
    first = check_page(family(), "p1", posted(text), {}, drawn=["town", "children"])
    assert (first.errors, first.appeared) == ({}, ("children.0.school",))
    again = check_page(
        family(), "p1", posted(text.replace("canteen", "canteen,school")), {}, drawn=["town", "children"]
    )
    assert set(again.errors) == {"children.0.school"}


def test_a_block_that_appears_whole_reproaches_nothing():
    whole = form(
        [
            field("yes_no", "has"),
            field("block", "home", fields=[field("text", "street")], condition="has == true"),
        ]
    )
    checked = check_page(whole, "p1", posted("has=yes"), {}, drawn=["has"])
    assert (checked.errors, checked.is_complete) == ({}, False)


def test_what_is_hidden_in_a_row_is_kept_and_does_not_count():
    answers = {"town": "Caen", "children": [{"first_name": "Aude", "age": 4, "school": "Jules Ferry"}]}
    text = "town=Caen&children.0._asked=first_name,age,canteen&children.0.first_name=Aude&children.0.age=2"
    checked = check_page(family(), "p1", posted(text), answers, drawn=["town", "children"])
    assert checked.is_complete
    assert checked.answers["children"][0]["school"] == "Jules Ferry"
    assert check_all(family(), checked.answers).answers["children"] == [{"first_name": "Aude", "age": 2}]


def test_a_row_is_added_and_removed_by_its_button_and_nothing_typed_is_lost():
    added = check_page(family(), "p1", posted(f"town=Caen&{AUDE}&add_item=children"), {}, complete=False)
    assert added.answers["children"] == [{"first_name": "Aude", "age": 2}, {}]
    items = page_widgets(family(), "p1", {}, added)[1].context["items"]
    assert [item["title"] for item in items] == ["Enfant 1", "Enfant 2"]
    text = f"town=Caen&{AUDE}&children.1._asked=first_name,age&children.1.age=deux&remove_item=children.0"
    removed = check_page(family(), "p1", posted(text), added.answers, complete=False)
    assert removed.typed["children"][0]["age"] == "deux"
    assert len(removed.typed["children"]) == 1


def test_no_more_rows_than_allowed_can_be_added():
    rows = "&".join(f"children.{n}.age={n}" for n in range(3))
    checked = check_page(family(), "p1", posted(f"{rows}&add_item=children"), {}, complete=False)
    assert len(checked.answers["children"]) == 3
    assert set(check_all(family(), {"children": [{}] * 4}, complete=False).errors) == {"children"}


def test_as_many_rows_as_needed_are_shown_and_asked():
    two = family(min=2)
    widgets = page_widgets(two, "p1", {})
    assert len(widgets[1].context["items"]) == 2
    assert {"children.0.age", "children.1.age"} <= set(check_all(two, {"town": "Caen"}).errors)
    none = family(min=0)
    assert not page_widgets(none, "p1", {})[1].context["items"]
    assert check_all(none, {"town": "Caen"}).errors == {}


def test_rows_of_which_nothing_is_required_count_once_they_say_something():
    free = form(
        [field("block", "dates", fields=[field("text", "day", required=False)], repeat={"min": 2, "max": 4})]
    )
    assert set(check_all(free, {"dates": [{"day": "lundi"}, {}, {}]}).errors) == {"dates"}
    assert check_all(free, {"dates": [{"day": "lundi"}, {}, {"day": "mardi"}]}).answers == {
        "dates": [{"day": "lundi"}, {"day": "mardi"}]
    }


def test_formulas_after_a_block_read_its_rows_with_their_empty_values():
    answers = {"town": "Caen", "children": [{"first_name": "A", "age": 12, "school": "x"}] * 2}
    assert set(check_all(family(), answers).errors) == {"total"}
    assert check_all(home(), {"home": {"street": "x", "owner": True}}).errors.keys() == {"since"}


def test_rules_of_a_row_read_the_row_first():
    dated = form(
        [
            field("number", "age"),
            field(
                "block",
                "rows",
                fields=[field("number", "age", checks=[{"rule": "age < 10", "message": "Trop."}])],
                repeat={"max": 5},
            ),
        ]
    )
    checked = check_all(dated, {"age": 50, "rows": [{"age": 1}, {"age": 11}]})
    assert checked.errors == {"rows.1.age": ["Trop."]}


def test_what_the_api_sends_of_rows_that_is_not_asked_is_refused():
    answers = {"town": "Caen", "children": [{"first_name": "A", "age": 1, "school": "x", "gone": 1}]}
    assert set(check_all(family(), answers, strict=True).errors) == {"children.0.school", "children.0.gone"}


@pytest.mark.parametrize("wrong", [1, "x", [1], [[]], {"0": {}}, [{"age": {}}], True])
def test_what_has_not_the_form_of_rows_is_refused(wrong):
    assert any(
        name.startswith("children") for name in check_all(family(), {"town": "x", "children": wrong}).errors
    )


def test_answers_of_rows_are_presented_row_after_row():
    answers = {"town": "Caen", "children": [{"first_name": "A", "age": 1}, {"first_name": "B", "age": 2}]}
    before = {**answers, "children": [{"first_name": "A", "age": 1}, {"first_name": "C", "age": 2}]}
    [section] = present(family(), answers, before=before)
    told = [(row.group, row.key, row.text, row.changed) for row in section.rows if row.text]
    assert told == [
        ("", "town", "Caen", False),
        ("Enfant 1", "children.0.first_name", "A", False),
        ("Enfant 1", "children.0.age", "1", False),
        ("Enfant 2", "children.1.first_name", "B", True),
        ("Enfant 2", "children.1.age", "2", False),
    ]


def test_the_schema_of_answers_says_what_rows_hold():
    schema = answers_schema(family())
    Draft202012Validator.check_schema(schema)
    rows = schema["properties"]["children"]
    assert rows["maxItems"] == 3
    assert rows["items"]["required"] == ["first_name", "age"]
    Draft202012Validator(schema).validate({"town": "Caen", "children": [{"first_name": "A", "age": 1}]})


def test_roles_and_files_are_found_inside_blocks():
    landlord = {"first_name": "Aude", "last_name": "V", "email": "a@b.fr", "phone": "", "civility": ""}
    found = extract(home(), {"home": {"street": "x", "owner": False, "landlord": landlord}})
    assert found.person["first_name"] == "Aude"
    filed = form([field("block", "trees", fields=[field("file", "photo")], repeat={"max": 5})])
    assert file_ids(filed, {"trees": [{}, {"photo": [FILE]}]}) == [FILE["id"]]


def test_files_of_a_row_are_kept_by_the_page():
    filed = form([field("block", "trees", fields=[field("file", "photo")], repeat={"max": 5})])
    checked = check_page(
        filed, "p1", posted("trees.0._asked=photo&trees.0.photo=forged"), {"trees": [{"photo": [FILE]}]}
    )
    assert checked.answers["trees"] == [{"photo": [FILE]}]
    removed = check_page(
        filed,
        "p1",
        posted(f"trees.0._asked=photo&remove_file={FILE['id']}"),
        {"trees": [{"photo": [FILE]}]},
        complete=False,
    )
    assert removed.answers["trees"] == [{}]
