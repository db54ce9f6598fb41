"""A form as a whole: what is said of it, its options, whom it is about; and files that are no forms."""

import pytest

from parvis.catalogue.imports.publik.importer import Publik
from parvis.catalogue.imports.registry import SourceFile, registry
from parvis.catalogue.imports.report import Report
from tests.catalogue.imports.publik.writing import (
    condition,
    definition,
    document,
    element,
    prefill,
    read,
    told,
    wcs_field,
    wcs_form,
)

QUESTION = wcs_field("string", "Q", name="q")


def test_what_the_source_says_to_the_public_is_kept_and_nothing_is_made_up():
    category = document("category", "Vie locale", "vie")
    made = definition(
        QUESTION,
        more=[
            element("description", "<p>Pour <b>tous</b>.</p>"),
            element("category", "Vie", slug="vie"),
            element("keywords", "fête, salle"),
            element("drafts_lifespan", "60"),
        ],
        beside=[category],
    )
    assert (made["code"], made["title"], made["summary"], made["category"]) == (
        "essai",
        "Essai",
        "Pour tous.",
        "Vie locale",
    )
    assert made["keywords"] == ["fête", "salle"]
    assert made["drafts"] == {"kept_days": 60}
    assert not {"law", "data_notice", "other_ways", "audience"} & made.keys()


def test_the_subject_is_the_summary_of_the_source():
    digest = element("digest_templates", [element("template", "{{ form_var_q }} !", key="default")])
    assert definition(QUESTION, more=[digest])["subject"] == 'q + " !"'
    assert definition(QUESTION, more=[element("digest_template", "{{ form_var_q }}")])["subject"] == "q"


def test_options_are_parameters_with_the_values_of_the_form_then_of_the_workflow():
    options = [
        element("option", "5", varname="jours", type="int"),
        element("option", "true", varname="payant", type="bool"),
        element("option", varname="vide"),
        element("option", "inutile", varname="inutile"),
    ]
    variables = element(
        "variables",
        [
            element(
                "formdef",
                [
                    element(
                        "fields", [wcs_field("string", "Tarif", element("default_value", "9"), name="tarif")]
                    )
                ],
            )
        ],
    )
    workflow = document("workflow", "Circuit", "circuit", (), variables)
    asked = wcs_field(
        "string",
        "A",
        condition(
            "form_option_payant and form_option_jours|decimal > 3 or form_option_vide"
            " or form_option_tarif or commune_cp"
        ),
        name="a",
    )
    more = [element("options", options), element("workflow", "Circuit", slug="circuit")]
    imported = read(wcs_form(asked, more=more), workflow)
    made = imported.definitions[0].document
    assert made["parameters"] == {"commune_cp": "", "jours": "5", "payant": True, "tarif": "9", "vide": ""}
    said = " ".join(f"{change.what} {change.how}" for change in told(imported).changes)
    assert "commune_cp ces variables du site" in said
    assert "vide ces options n’ont pas de valeur" in said


def test_an_option_written_in_html_is_said_as_people_read_it():
    options = element(
        "options", [element("option", "<p>Voir <a href='https://a.fr'>ici</a></p>", varname="mot")]
    )
    made = definition(wcs_field("comment", "{{ form_option_mot }}", required=""), more=[options])
    assert made["parameters"] == {"mot": "Voir ici (https://a.fr)"}


def test_the_person_is_reached_by_what_the_profile_fills():
    fields = [
        wcs_field("string", "Nom", prefill("user", "_last_name"), name="nom_demandeur"),
        wcs_field("string", "Rue", prefill("user", "_street"), name="rue"),
        wcs_field("string", "Numéro", prefill("user", "_num_house"), name="numero"),
        wcs_field("email", "Courriel", prefill("user", "_email"), name="courriel"),
        wcs_field("map", "Où", name="carte"),
    ]
    made = definition(*fields)
    assert made["contact"] == {
        "email": "courriel",
        "last_name": "nom_demandeur",
        "street": 'trim(numero + " " + rue)',
    }
    assert made["roles"] == {"location": "carte"}


def test_the_person_is_known_by_the_names_of_questions_when_nothing_fills_them():
    made = definition(
        wcs_field("string", "Nom", name="nom"), wcs_field("email", "E-mail", name="email_demandeur")
    )
    assert made["contact"] == {"email": "email_demandeur", "last_name": "nom"}


@pytest.mark.parametrize(
    "more",
    [
        element("user-roles", [element("role", "logged-users", role_id="logged-users")]),
        element("required_authentication_contexts", [element("method", "fedict")]),
    ],
)
def test_one_must_be_signed_in_where_one_had_to(more):
    assert definition(QUESTION, more=[more])["sign_in"] == "required"


def test_what_is_done_otherwise_here_is_told():
    more = [
        element("disabled", "true"),
        element("only_allow_one", "true"),
        element("publication_date", "2026-01-01"),
        element("has_captcha", "false"),
        element("roles", [element("role", "Accueil", role_key="_receiver")]),
        element("futur", "x"),
    ]
    report = told(read(wcs_form(QUESTION, more=more)))
    assert [change.what.partition(":")[0] for change in report.changes] == [
        "disabled",
        "only_allow_one",
        "publication_date",
        "roles",
    ]
    assert [left.what for left in report.remainders] == ["futur: x"]


def test_presentation_is_told_once_for_the_file():
    styled = [
        wcs_field("string", str(n), element("extra_css_class", "grid-1-2"), name=f"q{n}") for n in range(3)
    ]
    [change] = told(read(wcs_form(*styled))).changes
    assert change.what == "3 champs"


def test_fields_before_the_first_page_are_on_one_and_a_page_that_shows_nothing_goes():
    made = definition(
        QUESTION, wcs_field("page", "Vide"), wcs_field("page", "Pleine"), wcs_field("string", "R")
    )
    assert [page["title"] for page in made["form"]["pages"]] == ["Essai", "Pleine"]


def test_keys_stay_the_same_and_never_collide():
    fields = [
        wcs_field("string", "Nom"),
        wcs_field("string", "Nom", number="2"),
        wcs_field("string", "Autre", name="nom"),
        wcs_field("string", "", number="4"),
        wcs_field("string", "Étoile", name="in"),
    ]
    keys = [question["key"] for question in definition(*fields)["form"]["pages"][0]["fields"]]
    assert keys == ["nom_2", "nom_3", "nom", "string_", "in_"]
    assert definition(*fields) == definition(*fields)


def test_two_forms_of_one_name_have_two_codes():
    imported = read(wcs_form(QUESTION), wcs_form(QUESTION))
    assert [item.code for item in imported.definitions] == ["essai", "essai-2"]


def test_a_form_that_shows_nothing_is_refused():
    report = told(read(wcs_form()))
    assert [fault.message for fault in report.errors] == ["ce formulaire ne demande rien"]


def test_a_bad_file_is_refused_with_its_place_and_the_others_are_read():
    files = [SourceFile("a.wcs", b"<formdef>\n<name>"), SourceFile("b.wcs", wcs_form(QUESTION).encode())]
    imported = Publik().read(files, report=Report(), progress=lambda *_told: None)
    assert [(fault.place, bool(fault.message)) for fault in imported.report.files[0].errors] == [
        ("ligne 2", True)
    ]
    assert len(imported.definitions) == 1


def test_objects_that_forms_do_not_need_are_told():
    call = document("wscall", "Appel", "appel")
    [file] = read(call).report.files
    assert [(left.kind, left.what) for left in file.remainders] == [("wscall", "Appel")]


@pytest.mark.parametrize(
    ("name", "content", "known"),
    [
        ("forms/a.wcs", b"?", True),
        ("categories/1", b'<?xml version="1.0"?><category id="1"/>', True),
        ("x.xml", b'<?xml version="1.0" encoding="utf-8"?>\n<formdef id="3">', True),
        ("x.xml", b"<html/>", False),
        ("x.json", b"{}", False),
    ],
)
def test_files_of_w_c_s_are_recognised(name, content, known):
    assert registry.get("publik").recognises(SourceFile(name, content)) is known
