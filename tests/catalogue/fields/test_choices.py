"""Choices: one, several, with another answer, ranked, in a grid, linked."""

import pytest
from django.http import QueryDict

from parvis.catalogue.choices import OTHER
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.engine import check_page, page_widgets
from parvis.catalogue.forms.lint import lint
from tests.catalogue.fields.asking import given, kept, refusal, text, told
from tests.factories.catalogue import definition, field, form

TREES = [
    {"value": "oak", "label": "Chêne"},
    {"value": "ash", "label": "Frêne"},
    {"value": "elm", "label": "Orme"},
]
LINKED = registry.get("linked_choice").example_options["options"]
GRID = registry.get("choice_grid").example_options


class TestAnotherAnswer:
    def test_it_is_the_value_itself(self):
        assert kept("choice", {"": OTHER, "text": "Tulipier"}, options=TREES, other=True) == "Tulipier"
        assert kept("choice", {"": "oak", "text": "Tulipier"}, options=TREES, other=True) == "oak"
        assert text("choice", "Tulipier", options=TREES, other=True) == "Tulipier"

    def test_it_is_written_or_told(self):
        assert "Écrivez votre réponse" in refusal(
            "choice", {"": OTHER, "text": " "}, options=TREES, other=True
        )
        assert "au plus 300" in refusal("choice", {"": OTHER, "text": "x" * 301}, options=TREES, other=True)

    def test_it_is_not_taken_where_it_is_not_offered(self):
        assert "liste" in refusal("choice", {"": OTHER, "text": "Tulipier"}, options=TREES)
        assert "liste" in refusal("multiple_choice", {"": ["oak", "Tulipier"]}, options=TREES)

    def test_it_comes_last_among_several_and_only_once(self):
        asked = {"options": TREES, "other": "Une autre essence"}
        assert kept("multiple_choice", {"": [OTHER, "ash", "oak"], "text": "Tulipier"}, **asked) == [
            "oak",
            "ash",
            "Tulipier",
        ]
        assert given("multiple_choice", {"": ["Tulipier", "If"]}, **asked)[0] is None

    @pytest.mark.parametrize("kind", ["choice", "multiple_choice"])
    def test_it_is_drawn_again_as_it_was_written(self, kind):
        asking = form([field(kind, "q", options=TREES, other="Une autre essence")])
        answer = "Tulipier" if kind == "choice" else ["oak", "Tulipier"]
        [widget] = page_widgets(asking, "p1", {"q": answer})
        assert widget.context["other"] == "Une autre essence"
        assert widget.context["other_text"] == "Tulipier"
        assert OTHER in widget.context["value"]


def test_several_are_at_least_so_many():
    assert "au moins 2" in refusal("multiple_choice", {"": ["oak"]}, options=TREES, min=2)
    assert kept("multiple_choice", {"": ["ash", "oak"]}, options=TREES, min=2, max=2) == ["oak", "ash"]
    remarks = lint(definition([field("multiple_choice", "q", options=TREES, min=4)]))
    assert [remark.pointer for remark in remarks if remark.level == "error"] == ["/form/pages/0/fields/0/min"]


class TestRanking:
    def test_options_are_put_in_the_order_of_their_ranks(self):
        assert kept("ranking", {"oak": "3", "ash": "1", "elm": "2"}, options=TREES) == ["ash", "elm", "oak"]
        assert text("ranking", ["ash", "elm", "oak"], options=TREES) == "1. Frêne\n2. Orme\n3. Chêne"

    @pytest.mark.parametrize(
        ("ranks", "word"),
        [
            ({"oak": "1", "ash": "1", "elm": "2"}, "deux fois"),
            ({"oak": "1", "ash": "3"}, "à la suite"),
            ({"oak": "1"}, "de 1 à 3"),
            ({"oak": "premier"}, "1 pour votre première"),
            ({}, "1 pour votre première"),
        ],
    )
    def test_what_is_no_order_is_told(self, ranks, word):
        assert word in refusal("ranking", ranks, options=TREES)

    def test_only_the_first_ones_may_be_asked(self):
        assert kept("ranking", {"elm": "1"}, options=TREES, max=2) == ["elm"]
        assert "2 rangs au plus" in refusal(
            "ranking", {"oak": "1", "ash": "2", "elm": "3"}, options=TREES, max=2
        )


class TestGrid:
    def test_each_row_has_its_choice(self):
        assert kept("choice_grid", {"bus": "often", "bike": "never"}, **GRID) == {
            "bus": "often",
            "bike": "never",
        }
        said = "Bus : Souvent\nBicyclette : Jamais".replace(" :", "\u00a0:")
        assert text("choice_grid", {"bus": "often", "bike": "never"}, **GRID) == said

    def test_a_row_left_blank_is_told_on_its_row(self):
        assert set(told("choice_grid", {"bus": "often"}, **GRID)) == {"q.bike"}
        assert set(told("choice_grid", {}, **GRID)) == {"q.bus", "q.bike"}
        assert kept("choice_grid", {"bus": "often"}, **GRID, optional_rows=True) == {
            "bus": "often",
            "bike": "",
        }

    def test_several_choices_a_row_are_kept_in_the_order_of_the_columns(self):
        value = kept("choice_grid", {"bus": ["never", "often"], "bike": ["never"]}, **GRID, multiple=True)
        assert value == {"bus": ["often", "never"], "bike": ["never"]}

    def test_two_rows_of_one_value_are_told_to_the_builder(self):
        asked = {"rows": GRID["rows"][:1] * 2, "columns": GRID["columns"]}
        remarks = lint(definition([field("choice_grid", "q", **asked)]))
        assert [remark.pointer for remark in remarks if remark.level == "error"] == [
            "/form/pages/0/fields/0/rows"
        ]


class TestLinked:
    def test_both_choices_go_together(self):
        value = kept("linked_choice", {"first": "waste", "second": "waste/dump"}, options=LINKED)
        assert value == {"first": "waste", "second": "dump"}
        assert text("linked_choice", value, options=LINKED) == "Ordures – Décharge"

    def test_without_javascript_the_second_says_the_first(self):
        assert kept("linked_choice", {"second": "waste/bin"}, options=LINKED)["first"] == "waste"

    def test_a_first_choice_without_any_of_its_own_is_enough(self):
        assert kept("linked_choice", {"first": "noise"}, options=LINKED) == {"first": "noise", "second": ""}
        changed = {"first": "noise", "second": "waste/bin"}
        assert kept("linked_choice", changed, options=LINKED) == {"first": "noise", "second": ""}

    def test_what_is_missing_or_not_offered_is_told_on_its_list(self):
        assert "Ordures" in refusal("linked_choice", {"first": "waste"}, "second", options=LINKED)
        assert set(told("linked_choice", {"first": "fire"}, options=LINKED)) == {"q.first"}
        assert set(told("linked_choice", {"second": "waste/fire"}, options=LINKED)) == {"q.second"}
        assert set(told("linked_choice", {}, options=LINKED)) == {"q.first"}

    def test_a_required_one_left_blank_is_told_on_its_first_list(self):
        checked = check_page(form([field("linked_choice", "q", options=LINKED)]), "p1", QueryDict(), {})
        assert checked.errors == {"q.first": ["Choisissez une réponse."]}
