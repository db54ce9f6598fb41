"""Blocks, grids, rules and the order of questions: what a field becomes among the others."""

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.imports.report import What
from tests.catalogue.imports.publik.writing import (
    condition,
    definition,
    document,
    element,
    items,
    one,
    post_conditions,
    prefill,
    questions,
    read,
    source,
    told,
    validation,
    wcs_field,
    wcs_form,
)


def test_a_block_is_a_copy_of_the_shared_one_repeated_or_not():
    block = document(
        "block",
        "Enfants",
        "enfants",
        [
            wcs_field("string", "Prénom", name="prenom"),
            wcs_field("string", "École", condition("block_var_prenom == 'Aude'"), name="ecole"),
            wcs_field("string", "Ville", condition("enfants_var_prenom"), name="ville"),
        ],
    )
    repeated = wcs_field(
        "block:enfants",
        "Vos enfants",
        element("max_items", "5"),
        element("add_element_label", "Ajouter un enfant"),
        name="bloc",
    )
    alone = wcs_field("block", "Vous", element("block_slug", "enfants"), name="vous", required="False")
    after = wcs_field(
        "string", "Après", condition("form_var_bloc_0_prenom == form_var_vous_prenom"), name="z"
    )
    imported = read(wcs_form(repeated, alone, after), block)
    made = {one["key"]: one for one in imported.definitions[0].document["form"]["pages"][0]["fields"]}
    assert made["bloc"]["repeat"] == {"min": 1, "max": 5, "add_label": "Ajouter un enfant"}
    assert made["bloc"]["block"] == "enfants"
    assert made["bloc"]["fields"][1]["condition"] == 'prenom == "Aude"'
    assert made["bloc"]["fields"][2]["condition"] == "!empty(prenom)"
    assert "repeat" not in made["vous"]
    assert made["z"]["condition"] == "bloc[0].prenom == vous.prenom"
    assert imported.blocks[0].document["fields"] == made["vous"]["fields"]


def test_a_free_question_stands_for_a_block_that_is_not_given_and_it_is_told():
    asked = [
        wcs_field("block:absent", "Bloc", element("max_items", "3"), name="b"),
        wcs_field("string", "Q", condition("form_var_b|length > 1"), name="q"),
        wcs_field("string", "R", condition("form_var_b_0_nom == 'x'"), name="r"),
    ]
    imported = read(wcs_form(*asked))
    block, q, r = imported.definitions[0].document["form"]["pages"][0]["fields"]
    assert (block["fields"][0]["type"], block["repeat"]["max"]) == ("long_text", 3)
    assert q["condition"] == "size(b) > 1"
    assert "condition" not in r
    assert [left.kind for left in told(imported).remainders] == ["block", "conditions"]


def test_grids_become_blocks():
    grid = wcs_field(
        "table-select",
        "Grille",
        items("rows", ["Lundi"]),
        items("columns", ["Matin", "Soir"]),
        items("items", ["oui", "non"]),
        name="g",
    )
    rows = wcs_field("tablerows", "Lignes", items("columns", ["Nom", "Âge"]), name="r")
    made = questions(grid, rows)
    assert [one["type"] for one in made["g"]["fields"]] == ["title", "choice", "choice"]
    assert [one["label"] for one in made["r"]["fields"]] == ["Nom", "Âge"]
    assert made["r"]["repeat"]["min"] == 1


def test_a_slot_of_an_agenda_is_a_wish():
    assert one("time-range") == {"type": "appointment_wish"}


def test_elements_to_rank():
    made = one("ranked-items", items("items", ["a", "b"]))
    assert (made["type"], len(made["options"])) == ("ranking", 2)


def test_where_an_answer_is_shown_and_when_it_is_erased():
    nowhere = one("string", element("display_locations"), element("anonymise", "intermediate"))
    assert (nowhere["review"], nowhere["sensitive"]) == (False, True)
    shown = one("string", element("display_locations", [element("display_location", "summary")]))
    assert "review" not in shown


def test_rules_hold_before_a_page_is_left():
    made = definition(
        wcs_field(
            "page", "Dates", post_conditions(("form_var_fin >= form_var_debut", "La fin vient après."))
        ),
        wcs_field("date", "Début", name="debut"),
        wcs_field("date", "Fin", name="fin"),
        wcs_field("page", "Suite", condition("form_var_debut > today")),
        wcs_field("string", "Q"),
    )
    first, second = made["form"]["pages"]
    assert first["checks"] == [
        {"rule": 'fin == "" || debut == "" || fin >= debut', "message": "La fin vient après."}
    ]
    assert second["condition"] == 'debut != "" && debut > today'
    assert (first["key"], second["title"]) == ("dates", "Suite")


def test_a_computed_value_may_stand_before_what_it_reads_on_its_page():
    made = questions(
        wcs_field("computed", "Total", element("value_template", "{{ form_var_a|upper }}"), name="total"),
        wcs_field("string", "A", name="a"),
        wcs_field("string", "B", condition("form_var_total == 'X'"), name="b"),
    )
    assert list(made) == ["a", "total", "b"]
    assert made["b"]["condition"] == 'coalesce(total, "") == "X"'


def test_what_depends_on_a_question_after_it_on_its_page_goes_after_it():
    fields = [
        wcs_field(
            "comment",
            "<p>Bonjour {{ form_var_nom }}.</p>",
            condition("form_var_nom"),
            name="mot",
            required="",
        ),
        wcs_field("string", "Âge", condition("form_var_nom == 'x'"), name="age"),
        wcs_field("string", "Nom", name="nom"),
        wcs_field("string", "Fin", name="fin"),
    ]
    imported = read(wcs_form(*fields))
    asked = imported.definitions[0].document["form"]["pages"][0]["fields"]
    assert [one["key"] for one in asked] == ["nom", "mot", "age", "fin"]
    assert sum("placé après" in change.how for change in told(imported).changes) == 2


def test_two_questions_that_depend_on_each_other_cannot_both_be_understood():
    fields = [
        wcs_field("string", "A", condition("form_var_b == 'x'"), name="a"),
        wcs_field("string", "B", condition("form_var_a == 'x'"), name="b"),
    ]
    imported = read(wcs_form(*fields))
    assert [left.kind for left in told(imported).remainders] == ["conditions"]


def test_a_list_too_long_for_a_source_and_a_default_out_of_it_are_told():
    choices = items("items", ["a", "b"])
    imported = read(wcs_form(wcs_field("item", "Q", choices, prefill("string", "z"), name="q")))
    [left] = told(imported).remainders
    assert left.kind == "prefills"


def test_a_part_that_our_check_refuses_is_taken_out_and_told():
    wrong = wcs_field("string", "Q", validation("digits"), prefill("string", "abc"), name="q")
    imported = read(wcs_form(wrong))
    document_made = imported.definitions[0].document
    assert not [remark for remark in lint(document_made) if remark.level is Level.ERROR]
    assert "default" not in document_made["form"]["pages"][0]["fields"][0]
    [left] = told(imported).remainders
    assert (left.kind, told(imported).counts[What.PREFILLS].understood) == ("prefills", 0)


def test_sources_propose_nothing_beside_a_free_answer():
    imported = read(
        wcs_form(wcs_field("string", "Rue", source("json", "https://exemple.fr/rues"), name="rue"))
    )
    [left] = told(imported).remainders
    assert left.kind == "data_sources"
