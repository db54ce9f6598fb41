"""Lists: written in the form, in a source of the site, in cards, or read from another system."""

import pytest

from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.lists import of_json, of_python
from parvis.catalogue.imports.report import What
from tests.catalogue.imports.publik.writing import (
    condition,
    document,
    element,
    items,
    questions,
    read,
    source,
    told,
    wcs_field,
    wcs_form,
)


def site_source(slug, kind, value, *more):
    return document("datasource", slug.title(), slug, (), source(kind, value), *more)


def card(*fields, views=()):
    views = [
        element("custom_view", [element("slug", slug), element("filters", filters)])
        for slug, filters in views
    ]
    return document("carddef", "Cimetières", "cimetieres", fields, element("custom_views", views))


def test_a_list_in_json_keeps_its_identifiers_and_its_other_data():
    written = '[{"id": "be", "text": "Belgique", "zone": "UE"}, {"id": "ch", "text": "Suisse", "zone": ""}]'
    made = questions(
        wcs_field("item", "Pays", source("jsonvalue", written), name="pays"),
        wcs_field("string", "A", condition("form_var_pays_raw == 'be'"), name="a"),
        wcs_field("string", "B", condition("form_var_pays == 'Suisse'"), name="b"),
        wcs_field("string", "C", condition("form_var_pays_structured_zone == 'UE'"), name="c"),
    )
    assert made["pays"]["options"] == [
        {"value": "be", "label": "Belgique"},
        {"value": "ch", "label": "Suisse"},
    ]
    assert [made[key]["condition"] for key in "abc"] == ['pays == "be"', 'pays == "ch"', 'pays == "be"']


def test_a_variable_of_the_site_inside_a_list_is_said_plainly_and_still_compared():
    written = (
        '[{"id": "{{ commune_slug }}", "text": "À {{ commune_name|safe }}"}, {"id": "x", "text": "Ailleurs"}]'
    )
    made = questions(
        wcs_field("item", "Où", source("jsonvalue", written), name="ou"),
        wcs_field("string", "A", condition("form_var_ou_raw == commune_slug"), name="a"),
    )
    assert made["ou"]["options"][0] == {"value": "commune-slug", "label": "À votre commune"}
    assert made["a"]["condition"] == 'ou == "commune-slug"'


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("['a', 'b']", ["a", "b"]),
        ("[('1', 'Un'), ('2', 'Deux')]", ["Un", "Deux"]),
        ("[{'id': 1, 'text': 'Un'}]", ["Un"]),
    ],
)
def test_a_list_in_python_is_read_and_never_run(written, labels):
    assert [option.label for option in of_python(written).options] == labels


@pytest.mark.parametrize("written", ["[x for x in y]", "__import__('os')", "[", "3", "[]", "[" * 500])
def test_another_python_is_refused(written):
    with pytest.raises(NotUnderstood):
        of_python(written)


@pytest.mark.parametrize("written", ["{", "3", "[]", '{"data": []}', "[[]]"])
def test_json_that_is_no_list_is_refused(written):
    with pytest.raises(NotUnderstood):
        of_json(written)


def test_a_short_source_of_the_site_is_written_in_the_form_and_a_long_one_is_a_table():
    short = site_source("genres", "jsonvalue", '[{"id": "a", "text": "A"}]')
    rows = ", ".join(f'{{"id": "{n}", "text": "Pays {n}", "zone": "{n % 2}"}}' for n in range(60))
    long = site_source("pays", "jsonvalue", f"[{rows}]")
    fields = [
        wcs_field("item", "Genre", source("genres"), name="genre"),
        wcs_field("item", "Pays", source("pays"), name="pays"),
        wcs_field("items", "Plusieurs", source("pays"), name="plusieurs"),
        wcs_field(
            "string", "A", condition("form_var_pays_zone == '1' and 'Pays 3' in form_var_plusieurs"), name="a"
        ),
    ]
    imported = read(wcs_form(*fields), short, long)
    made = {one["key"]: one for one in imported.definitions[0].document["form"]["pages"][0]["fields"]}
    assert made["genre"]["type"] == "choice"
    assert (made["pays"]["type"], made["pays"]["table"]) == ("table_choice", "pays")
    assert made["plusieurs"]["multiple"] is True
    assert made["a"]["condition"] == (
        'coalesce(pays.columns.zone, "") == "1" && any_of(column(plusieurs, "label"), "Pays 3")'
    )
    [table] = imported.tables
    assert len(table.document["rows"]) == 60
    assert table.document["rows"][1] == {"code": "1", "label": "Pays 1", "columns": {"zone": "1"}}


def test_a_list_too_long_for_a_question_is_a_table_of_its_own():
    imported = read(
        wcs_form(wcs_field("item", "Rue", items("items", [f"Rue {n}" for n in range(600)]), name="rue"))
    )
    [question] = imported.definitions[0].document["form"]["pages"][0]["fields"]
    assert (question["table"], len(imported.tables[0].document["rows"])) == ("essai-rue", 600)


def test_cards_are_a_table_without_rows_whose_views_filter():
    model = card(
        wcs_field("string", "Section", number="1"),
        wcs_field("numeric", "Prix", name="prix", number="2"),
        wcs_field("date", "Depuis", name="label", number="3"),
        views=[("nord", [element("filter-1", "on"), element("filter-1-value", "Nord")])],
    )
    fields = [
        wcs_field("item", "Lieu", source("carddef:cimetieres:nord"), name="lieu"),
        wcs_field("string", "A", condition("form_var_lieu_live_var_prix > 10"), name="a"),
    ]
    imported = read(wcs_form(*fields), model)
    lieu, a = imported.definitions[0].document["form"]["pages"][0]["fields"]
    assert (lieu["table"], lieu["where"], lieu["required"]) == ("cimetieres", {"section": '"Nord"'}, False)
    assert a["condition"] == "coalesce(lieu.columns.prix, null) > 10"
    [table] = imported.tables
    assert "rows" not in table.document
    assert [(one["key"], one["type"]) for one in table.document["columns"]] == [
        ("prix", "number"),
        ("label_2", "date"),
        ("section", "text"),
    ]


def test_cards_that_are_not_given_are_a_table_to_fill():
    imported = read(wcs_form(wcs_field("item", "Lieu", source("carddef:absent"), name="lieu")))
    assert imported.tables[0].code == "absent"
    assert any("à remplir" in change.how for change in told(imported).changes)


def test_a_remote_source_is_declared_with_the_answers_its_address_holds():
    remote = site_source(
        "rues",
        "json",
        "https://exemple.fr/rues?cp={{ form_var_cp }}",
        element("data_attribute", "results"),
        element("id_attribute", "slug"),
        element("text_attribute", "name"),
    )
    fields = [wcs_field("string", "CP", name="cp"), wcs_field("item", "Rue", source("rues"), name="rue")]
    imported = read(wcs_form(*fields), remote)
    assert imported.definitions[0].document["form"]["pages"][0]["fields"][1]["source"] == "rues"
    [made] = imported.sources
    ways = {"list_path": "results", "code_path": "slug", "label_path": "name"}
    assert made.document.items() >= ways.items()


def test_a_source_whose_server_is_the_sites_own_is_to_be_completed():
    remote = site_source("motifs", "json", "{{ passerelle_url }}motifs/")
    imported = read(wcs_form(wcs_field("item", "Motif", source("motifs"), name="m")), remote)
    assert imported.sources[0].document["url"] == ""
    assert any("à compléter" in change.how for file in imported.report.files for change in file.changes)


def test_a_computed_value_that_only_hands_a_list_over_leads_to_its_source():
    remote = site_source("motifs", "json", "https://exemple.fr/motifs")
    template = "{% firstof form_option_motifs_structured data_source.motifs %}"
    fields = [
        wcs_field("computed", "M", element("value_template", template), name="liste", required=""),
        wcs_field(
            "item", "Motif", source("jsonvalue", "{{ form_var_liste|unlazy_filter|json_dumps }}"), name="m"
        ),
    ]
    imported = read(wcs_form(*fields), remote)
    [question] = imported.definitions[0].document["form"]["pages"][0]["fields"]
    assert question["source"] == "motifs"
    assert told(imported).counts[What.COMPUTED_VALUES].understood == 1


def test_a_list_made_of_an_option_is_written_when_it_is_known_and_a_table_when_it_is_not():
    loop = (
        '[{% for c in form_option_cp|split:"," %}{"id": {{c|json_dumps}}, "text": {{c|json_dumps}}}'
        "{% if not forloop.last %}, {% endif %}{% endfor %}]"
    )
    asked = wcs_field("item", "CP", source("jsonvalue", loop), name="cp")
    known = read(wcs_form(asked, more=[element("options", [element("option", "5000,5001", varname="cp")])]))
    assert [
        one["value"] for one in known.definitions[0].document["form"]["pages"][0]["fields"][0]["options"]
    ] == [
        "5000",
        "5001",
    ]
    assert read(wcs_form(asked)).tables[0].code == "cp"


@pytest.mark.parametrize(
    "asked",
    [
        source("jsonvalue", "{{ form_var_x|json_dumps }}"),
        source("formula", "[y for y in z]"),
        source("wcs:users"),
        element("items"),
    ],
)
def test_a_list_that_is_not_known_is_written_freely(asked):
    made = questions(wcs_field("item", "Q", asked, name="q"), wcs_field("items", "R", asked, name="r"))
    assert [one["type"] for one in made.values()] == ["text", "long_text"]


def test_the_slots_of_an_agenda_are_a_list_to_complete():
    agenda = document(
        "datasource",
        "Rendez-vous",
        "rdv",
        (),
        element("external", "agenda"),
        source("json", "https://x.fr/a"),
    )
    imported = read(wcs_form(wcs_field("item", "Créneau", source("rdv"), name="c")), agenda)
    assert imported.sources[0].document["url"] == ""
