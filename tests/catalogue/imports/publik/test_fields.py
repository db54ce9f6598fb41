"""Fields: each type, its options, what surrounds it."""

import pytest

from parvis.catalogue.imports.report import What
from tests.catalogue.imports.publik.writing import (
    condition,
    element,
    items,
    one,
    prefill,
    questions,
    read,
    told,
    validation,
    wcs_field,
    wcs_form,
)


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
        (
            "string",
            prefill("string", "{{ session_var_quartier }}"),
            {"prefill": {"from": "address", "name": "session_var_quartier"}},
        ),
        (
            "string",
            prefill("string", "{{ request.GET.quartier }}"),
            {"prefill": {"from": "address", "name": "quartier"}},
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


def test_what_the_address_says_is_held_for_the_formulas_that_read_it():
    made = questions(wcs_field("string", "Nom", condition("session_var_source == 'mairie'"), name="nom"))
    held, asked = made.values()
    assert (held["type"], held["prefill"]) == ("hidden", {"from": "address", "name": "session_var_source"})
    assert asked["condition"] == f'{held["key"]} == "mairie"'


def test_columns_of_a_table_that_bear_one_name_are_two_questions():
    made = one("tablerows", items("columns", ["Prix", "Prix"]))
    assert len({field["key"] for field in made["fields"]}) == 2


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
