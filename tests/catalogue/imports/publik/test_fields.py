"""Fields: each type, its options, what surrounds it."""

import pytest

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.imports.report import What
from tests.catalogue.imports.publik.writing import (
    condition,
    definition,
    document,
    element,
    items,
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


def one(kind, *more, **said):
    """Return the question that a lone field becomes, without its key and its label."""
    [question] = questions(wcs_field(kind, "Question", *more, name="q", **said)).values()
    return {name: value for name, value in question.items() if name not in ("key", "label")}


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("string", [], {"type": "text"}),
        ("string", [element("maxlength", "20")], {"type": "text", "max_length": 20}),
        (
            "text",
            [element("rows", "4"), element("maxlength", "200")],
            {"type": "long_text", "rows": 4, "max_length": 200},
        ),
        ("email", [], {"type": "email"}),
        ("bool", [], {"type": "agreement"}),
        (
            "numeric",
            [element("min_value", "1"), element("max_value", "9")],
            {"type": "number", "min": 1, "max": 9},
        ),
        ("numeric", [element("restrict_to_integers", "False")], {"type": "number", "decimals": 2}),
        (
            "date",
            [element("minimum_is_future", "True"), element("date_can_be_today", "True")],
            {"type": "date", "min": "today"},
        ),
        ("date", [element("date_in_the_past", "True")], {"type": "date", "max": "today-1d"}),
        ("date", [element("minimum_date", "2026-01-31")], {"type": "date", "min": "2026-01-31"}),
        ("date", [element("maximum_date", "{{ today|add_days:60 }}")], {"type": "date", "max": "today+60d"}),
        ("file", [], {"type": "file", "max_files": 1}),
        (
            "file",
            [
                element("document_type", [element("id", "_image"), element("mimetypes", "image/*")]),
                element("max_file_size", "10 Mo"),
            ],
            {"type": "file", "max_files": 1, "accept": ["jpeg", "png", "webp"], "max_size_mb": 10},
        ),
        (
            "map",
            [element("initial_position", "geoloc-front-only")],
            {"type": "map_point", "prefill": {"from": "position"}},
        ),
        (
            "item",
            [items("items", ["Oui", "Un autre choix"])],
            {
                "type": "choice",
                "options": [
                    {"value": "Oui", "label": "Oui"},
                    {"value": "un-autre-choix", "label": "Un autre choix"},
                ],
            },
        ),
        (
            "items",
            [items("items", ["a", "b", "c"]), element("max_choices", "2"), element("min_choices", "2")],
            {
                "type": "multiple_choice",
                "options": [{"value": value, "label": value} for value in "abc"],
                "max": 2,
                "checks": [{"rule": "size(q) >= 2", "message": "Choisissez au moins 2 réponses."}],
            },
        ),
        ("computed", [element("value_template", "{{ 1|add:1 }}")], {"type": "computed", "value": "1 + 1"}),
        (
            "computed",
            [element("value_template", "{{ today }}"), element("freeze_on_initial_value", "True")],
            {"type": "computed", "value": "today", "frozen": True},
        ),
    ],
)
def test_a_field_becomes_this_question(kind, more, expected):
    assert one(kind, *more) == expected


def test_a_box_that_may_stay_unticked_is_a_yes_or_no():
    assert one("bool", required="False") == {"type": "yes_no", "required": False}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (
            validation("digits"),
            {"type": "text", "pattern": "[0-9]*", "message": "Écrivez seulement des chiffres."},
        ),
        (validation("phone-fr"), {"type": "phone"}),
        (validation("nrn-be"), {"type": "masked_code", "number": "belgian_national_number"}),
        (validation("nir-fr", message="Non."), {"type": "masked_code", "number": "nir", "message": "Non."}),
        (validation("siren-fr"), {"type": "masked_code", "number": "siren"}),
        (validation("siret-fr"), {"type": "masked_code", "number": "siret"}),
        (validation("iban"), {"type": "iban"}),
        (validation("url"), {"type": "url"}),
        (validation("time"), {"type": "time"}),
        (
            validation("zipcode-fr"),
            {
                "type": "text",
                "pattern": "[0-9]{5}",
                "message": "Écrivez un code postal de cinq chiffres, par exemple 14000.",
            },
        ),
        (
            validation("regex", r"^\d+?[A-Z]\Z", "Faux."),
            {"type": "text", "pattern": r"\d+[A-Z]", "message": "Faux."},
        ),
        (
            validation("django", "value|length < 50", "Trop long."),
            {"type": "text", "checks": [{"rule": "size(q) < 50", "message": "Trop long."}]},
        ),
        (
            validation("django", "value|decimal > 60"),
            {
                "type": "text",
                "checks": [
                    {
                        "rule": 'q == "" || number(q) == null || number(q) > 60',
                        "message": "Cette réponse n’est pas acceptée.",
                    }
                ],
            },
        ),
    ],
)
def test_a_validation_becomes_a_type_a_pattern_or_a_rule(wanted, expected):
    assert one("string", wanted) == expected


def test_digits_that_count_something_are_a_number():
    made = questions(wcs_field("string", "Nombre de chaises", validation("digits"), name="nb"))["nb"]
    assert (made["type"], made["min"]) == ("number", 0)


@pytest.mark.parametrize(
    "wanted",
    [
        validation("regex", "(?=x)"),
        validation("regex", "["),
        validation("django", "value|foo"),
        validation("zzz"),
    ],
)
def test_a_validation_that_is_not_understood_is_told_and_the_text_stays(wanted):
    imported = read(wcs_form(wcs_field("string", "Question", wanted, name="q")))
    count = told(imported).counts[What.VALIDATIONS]
    assert (count.understood, count.total) == (0, 1)
    assert imported.definitions[0].document["form"]["pages"][0]["fields"][0]["type"] == "text"


@pytest.mark.parametrize(
    ("kind", "filled", "expected"),
    [
        ("string", prefill("user", "_first_name"), {"prefill": {"from": "person", "name": "first_name"}}),
        ("string", prefill("user", "_niss"), {"prefill": {"from": "identity", "name": "niss"}}),
        ("string", prefill("geolocation", "road"), {"prefill": {"from": "position", "name": "road"}}),
        ("string", prefill("string", "Caen"), {"default": "Caen"}),
        ("date", prefill("string", "{{ today }}"), {"prefill": {"from": "formula", "value": "today"}}),
        (
            "string",
            prefill("string", "{{ form_user_email|lower }}", "True"),
            {"prefill": {"from": "formula", "value": "lower(person.email)", "locked": True}},
        ),
        (
            "string",
            prefill("string", "{{ session_user_var_niss }}"),
            {"prefill": {"from": "identity", "name": "niss"}},
        ),
        ("numeric", prefill("string", "3"), {"default": 3}),
        ("string", prefill("formula", "today()"), {"prefill": {"from": "formula", "value": "today"}}),
        ("string", prefill("none"), {}),
        ("map", prefill("string", "None"), {}),
    ],
)  # fmt: skip
def test_what_fills_a_question(kind, filled, expected):
    made = one(kind, filled)
    assert {name: made[name] for name in ("prefill", "default") if name in made} == expected


def test_a_list_is_filled_by_its_own_values():
    choices = items("items", ["Moi-même", "Un tiers"])
    written = prefill("string", "{% if form_option_soi %}Moi-même{% endif %}")
    made = one("item", choices, written)
    assert made["prefill"]["value"] == '!empty(options.soi) ? "moi-meme" : ""'
    assert one("item", choices, prefill("string", "Un tiers"))["default"] == "un-tiers"


def test_a_locked_value_made_of_answers_of_the_same_page_is_computed_and_shown():
    made = questions(
        wcs_field("string", "Nom", name="nom"),
        wcs_field("string", "Total", prefill("string", "{{ form_var_nom|upper }}", "True"), name="total"),
    )
    assert [question["type"] for question in made.values()] == ["text", "computed", "information"]
    assert made["total_affiche"]["text"] == "{{ total }}"


def test_titles_and_comments_ask_nothing_and_their_html_is_only_read():
    made = questions(
        wcs_field("title", "Un <b>titre</b>", name="t", required=""),
        wcs_field("subtitle", "Un sous-titre", required=""),
        wcs_field(
            "comment",
            '<p onclick="x()">Lisez <a href="https://exemple.fr">ceci</a>.</p><script>alert(1)</script>'
            "<ul><li>un</li></ul>",
            name="c",
            required="",
        ),
    )
    assert (made["t"]["label"], made["t"]["level"]) == ("Un titre", 2)
    assert made["un_sous_titre"]["level"] == 3
    assert made["c"]["text"] == "Lisez [ceci](https://exemple.fr).\n\n- un"


def test_templates_in_texts_recall_answers():
    made = questions(
        wcs_field("string", "Nom", name="nom"),
        wcs_field("date", "Jour", name="jour"),
        wcs_field(
            "string",
            "Le chien de {{ form_var_nom }} ?",
            element("hint", "{% if form_var_nom %}dites-le{% else %}rien{% endif %}"),
            name="chien",
        ),
        wcs_field(
            "comment",
            '<p>Le {{ form_var_jour|date:"d/m" }} : <a href="{{ form_option_lien }}">lire</a></p>',
            name="c",
            required="",
        ),
    )
    assert made["chien"]["label"] == "Le chien de {{ nom }} ?"
    assert made["chien"]["help"] == '{{ !empty(nom) ? "dites-le" : "rien" }}'
    assert made["c"]["text"] == (
        'Le {{ slice(jour, 8, 10) + "/" + slice(jour, 5, 7) }} : [lire]({{ options.lien }})'
    )


def test_a_comment_whose_paragraphs_depend_on_something_is_several():
    made = questions(
        wcs_field("bool", "Payer", name="payer", required="False"),
        wcs_field(
            "comment",
            "<p>Avant.</p>{% if form_var_payer %}<p>Payant : {{ form_option_prix }}.</p>"
            "{% else %}<p>Gratuit.</p>{% endif %}<p>Après.</p>",
            name="c",
            required="",
        ),
    )
    texts = [(one["text"], one.get("condition", "")) for one in made.values() if one["type"] == "information"]
    assert texts == [
        ("Avant.", ""),
        ("Payant : {{ options.prix }}.", "payer == true"),
        ("Gratuit.", "!(payer == true)"),
        ("Après.", ""),
    ]


def test_a_link_to_what_the_site_alone_knows_keeps_its_words():
    text = '<p>Voir <a href="{{ idp_account_url }}edit/">votre profil</a>.</p>'
    imported = read(wcs_form(wcs_field("comment", text, required="")))
    assert imported.definitions[0].document["form"]["pages"][0]["fields"][0]["text"] == "Voir votre profil."
    assert any("idp_account_url" in change.how for change in told(imported).changes)


def test_a_piece_of_text_that_is_not_understood_is_told_and_the_rest_stays():
    imported = read(wcs_form(wcs_field("comment", "<p>Prix : {{ webservice.prix }} euros</p>", required="")))
    [page] = imported.definitions[0].document["form"]["pages"]
    assert page["fields"][0]["text"] == "Prix : euros"
    assert [left.kind for left in told(imported).remainders] == ["text"]


def test_a_condition_that_is_not_understood_shows_the_question_and_no_longer_wants_it():
    asked = wcs_field("string", "Question", condition("cards|objects:'x'"), name="q")
    imported = read(wcs_form(asked))
    [question] = imported.definitions[0].document["form"]["pages"][0]["fields"]
    assert "condition" not in question
    assert question["required"] is False
    [left] = told(imported).remainders
    assert (left.kind, left.what) == ("conditions", "cards|objects:'x'")
    assert "ligne 2" in left.place


def test_old_conditions_are_bare_python():
    made = questions(
        wcs_field("string", "A", name="a"),
        wcs_field("string", "B", element("condition", "form_var_a == 'x'"), name="b"),
    )
    assert made["b"]["condition"] == 'a == "x"'


def test_two_questions_of_one_name_are_read_as_the_one_that_was_answered():
    made = questions(
        wcs_field("string", "A", name="a"),
        wcs_field("string", "A bis", name="a", number="2"),
        wcs_field("string", "B", condition("form_var_a == 'x'"), name="b"),
    )
    assert made["b"]["condition"] == 'coalesce(a_2, a) == "x"'


def test_an_element_written_twice_counts_once():
    written = wcs_field("string", "Question", element("type", "string"), name="q")
    assert list(questions(written)) == ["q"]
    other = read(wcs_form(wcs_field("string", "Question", element("type", "text"), name="q")))
    assert any("deux fois" in change.how for change in told(other).changes)


def test_what_nobody_knows_is_told():
    imported = read(wcs_form(wcs_field("hologram", "Q"), wcs_field("string", "R", element("novelty", "x"))))
    kinds = {left.kind: left.what for left in told(imported).remainders}
    assert kinds == {"fields": "Q", "element": "novelty: x"}
    count = told(imported).counts[What.FIELDS]
    assert (count.understood, count.total) == (1, 2)


def test_a_password_is_not_asked_and_what_reads_it_is_not_understood_either():
    fields = [
        wcs_field("password", "P", name="p"),
        wcs_field("string", "Q", condition("form_var_p"), name="q"),
    ]
    imported = read(wcs_form(*fields))
    assert [left.kind for left in told(imported).remainders] == ["fields", "conditions"]


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
