from django.http import QueryDict

from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.engine import check_all, check_page, page_widgets
from parvis.catalogue.forms.lint import lint
from tests.catalogue.fields.asking import text
from tests.factories.catalogue import definition, field, form

BUDGET = registry.get("table").example_options


def asking():
    return form([field("table", "q", **BUDGET)])


def test_each_line_has_typed_columns_and_blank_lines_do_not_count():
    data = QueryDict("q.0.item=Affiches&q.0.amount=120&q.1.item=Son&q.1.amount=douze")
    checked = check_page(asking(), "p1", data, {})
    assert set(checked.errors) == {"q.1.amount"}
    assert checked.typed["q"][1]["amount"] == "douze"
    lines = [{"item": "Affiches", "amount": "120.00"}, {}]
    assert check_all(asking(), {"q": lines}).answers["q"] == lines[:1]


def test_a_line_is_added_and_removed_without_javascript():
    added = check_page(asking(), "p1", QueryDict("q.0.item=Son&q.0.amount=80&add_item=q"), {}, complete=False)
    [widget] = page_widgets(asking(), "p1", {}, added)
    assert len(widget.context["items"]) == 2
    removed = check_page(asking(), "p1", QueryDict("q.0.item=Son&q.1.item=Affiches&remove_item=q.0"), {})
    assert [line["item"] for line in removed.typed["q"]] == ["Affiches"]


def test_it_is_read_a_line_a_row():
    lines = [{"item": "Affiches", "amount": "120.00"}, {"item": "Son"}]
    assert text("table", lines, **BUDGET).replace("\u00a0", " ") == "Affiches ; 120,00 €\nSon"


def test_a_column_too_large_for_a_line_is_told_to_the_builder():
    columns = [{"key": "who", "type": "person", "label": "Qui"}]
    remarks = lint(definition([field("table", "q", fields=columns, repeat={})]))
    [error] = [remark for remark in remarks if remark.level == "error"]
    assert "Qui" in error.message
