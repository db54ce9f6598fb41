"""Tables in the studio: made, filled from a spreadsheet after a look at what changes, kept once offered."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.catalogue.models import ReferenceTable
from tests.factories import lists
from tests.factories.catalogue import field, publish
from tests.factories.lists import row
from tests.factories.organisations import OrganisationFactory

HOME = "/atelier/valmont/tables/"


@pytest.fixture
def streets(body):
    return lists.table(body, row("a", "Rue A", commune="Caen"), row("b", "Rue de l’Œuvre"))


def csv(text, name="rues.csv"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def text_of(answer):
    return answer.content.decode()


def kept_of(answer):
    return re.search(r'name="kept" value="([^"]+)"', text_of(answer))[1]


def labels(table):
    return list(table.rows.order_by("position", "code").values_list("label", flat=True))


def test_the_tables_of_a_body_are_listed_with_what_they_offer(studio, streets):
    text = text_of(studio.get(HOME))
    assert 'href="/atelier/valmont/tables/rues/"' in text
    assert 'aria-current="page"' in text


def test_a_table_begins_empty_and_is_given_columns_then_rows(studio, body):
    answer = studio.post("/atelier/valmont/nouvelle-table/", {"title": "Écoles maternelles"})
    assert answer["Location"] == f"{HOME}ecoles-maternelles/modifier/"
    columns = {
        "title": "Écoles",
        "column.0.label": "Places libres",
        "column.0.type": "number",
        "column.1.label": "",
    }
    studio.post(answer["Location"], columns)
    table = ReferenceTable.objects.get()
    assert table.columns == [{"key": "places_libres", "label": "Places libres", "type": "number"}]
    added = {"code": "jj", "label": "Jean-Jaurès", "column.places_libres": "12", "valid_until": "2027-06-30"}
    assert studio.post(f"{HOME}ecoles-maternelles/lignes/nouvelle/", added)["Location"].endswith(
        "maternelles/"
    )
    made = table.rows.get()
    assert (made.columns, str(made.valid_until)) == ({"places_libres": 12}, "2027-06-30")


def test_a_row_that_is_wrong_is_said_at_its_box_and_keeps_what_was_typed(studio, streets):
    wrong = {"code": "a", "label": "Rue A bis", "column.etages": "beaucoup"}
    answer = studio.post(f"{HOME}rues/lignes/nouvelle/", wrong)
    assert answer.status_code == 422
    assert "écrivez un nombre" in text_of(answer)
    assert 'value="Rue A bis"' in text_of(answer)
    answer = studio.post(f"{HOME}rues/lignes/nouvelle/", {"code": "a", "label": "Rue A bis"})
    assert "a déjà ce code" in text_of(answer)


def test_a_row_is_changed_in_its_place(studio, streets):
    held = streets.rows.get(code="a")
    page = text_of(studio.get(f"{HOME}rues/lignes/{held.pk}/"))
    assert 'value="Caen"' in page
    studio.post(f"{HOME}rues/lignes/{held.pk}/", {"label": "Rue Aa", "column.commune": "", "code": "z"})
    held.refresh_from_db()
    assert (held.code, held.label, held.columns) == ("a", "Rue Aa", {})


def test_columns_are_taken_away_and_keep_their_key_under_a_new_name(studio, streets):
    boxes = {"title": "Rues", "column.0.key": "commune", "column.0.label": "Ville", "column.0.type": "text"}
    boxes |= {"column.1.key": "etages", "column.1.label": "Étages", "column.1.remove": "yes"}
    studio.post(f"{HOME}rues/modifier/", boxes)
    streets.refresh_from_db()
    assert streets.columns == [{"key": "commune", "label": "Ville", "type": "text"}]


def test_rows_are_searched_and_paged(studio, body):
    lists.table(body, *(row(f"r{number:03}", f"Impasse {number}") for number in range(120)))
    page = text_of(studio.get(f"{HOME}rues/", {"page": "2"}))
    assert "51 à 100 sur 120" in page
    assert 'href="?page=3"' in page
    found = text_of(studio.get(f"{HOME}rues/", {"q": "impasse 11"}))
    assert "Impasse 117" in found
    assert "Impasse 12<" not in found
    assert "Aucune ligne" in text_of(studio.get(f"{HOME}rues/", {"q": "zzzz"}))


@time_machine.travel("2026-11-22 12:00+01:00", tick=False)
def test_an_import_says_what_changes_then_makes_it(studio, streets):
    file = csv("Code;Libellé;Commune\na;Rue A;Ifs\nc;Rue C;\n")
    page = studio.post(f"{HOME}rues/importer/", {"file": file})
    text = text_of(page)
    assert "point-virgule" in text
    assert "1 ajoutée(s)" in text
    assert "1 modifiée(s)" in text
    assert labels(streets) == ["Rue A", "Rue de l’Œuvre"]
    sent = {"kept": kept_of(page), "header.0": "code", "header.1": "label", "header.2": "commune"}
    checked = studio.post(f"{HOME}rues/importer/", {**sent, "whole": "on", "do": "check"})
    assert "1 retirée(s)" in text_of(checked)
    done = studio.post(f"{HOME}rues/importer/", {**sent, "whole": "on", "do": "import"})
    assert done["Location"] == f"{HOME}rues/"
    assert streets.rows.get(code="a").columns == {"commune": "Ifs"}
    assert str(streets.rows.get(code="b").valid_until) == "2026-11-21"


def test_lines_to_correct_keep_an_import_back_unless_they_are_left_aside(studio, streets):
    page = studio.post(f"{HOME}rues/importer/", {"file": csv("code;nom;etages\nc;Rue C;3\nd;Rue D;trop\n")})
    text = text_of(page)
    assert "Ligne" in text
    assert "écrivez un nombre" in text
    assert 'value="import"' not in text
    sent = {"kept": kept_of(page), "header.0": "code", "header.1": "label", "header.2": "etages"}
    refused = studio.post(f"{HOME}rues/importer/", {**sent, "do": "import"})
    assert refused.status_code == 422
    assert labels(streets) == ["Rue A", "Rue de l’Œuvre"]
    studio.post(f"{HOME}rues/importer/", {**sent, "skip": "on", "do": "import"})
    assert labels(streets) == ["Rue A", "Rue de l’Œuvre", "Rue C"]


def test_a_file_whose_columns_are_not_understood_is_explained_by_the_builder(studio, streets):
    page = studio.post(f"{HOME}rues/importer/", {"file": csv("x;y\n1;Rue U\n")})
    assert "porte le libellé" in text_of(page)
    sent = {"kept": kept_of(page), "header.0": "code", "header.1": "label", "do": "import"}
    studio.post(f"{HOME}rues/importer/", sent)
    assert "Rue U" in labels(streets)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"file": csv("")}, "vide"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04\x00\x00")}, "pas un fichier CSV"),
        ({}, "Choisissez un fichier"),
        ({"kept": "forged"}, "trop longtemps"),
    ],
)
def test_what_is_no_file_is_refused_in_words(studio, streets, given, said):
    answer = studio.post(f"{HOME}rues/importer/", given)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_table_made_of_a_file_takes_its_columns_and_shows_its_rows_first(studio, body):
    file = csv("Nom;Tarif (€);Ouvre le\nPiscine;4,50;01/02/2026\n")
    page = studio.post("/atelier/valmont/nouvelle-table/", {"title": "Équipements", "file": file})
    table = ReferenceTable.objects.get()
    assert [(one["key"], one["type"]) for one in table.columns] == [("tarif", "number"), ("ouvre_le", "date")]
    assert "1 ajoutée(s)" in text_of(page)
    assert labels(table) == []
    sent = {
        "kept": kept_of(page),
        "header.0": "label",
        "header.1": "tarif",
        "header.2": "ouvre_le",
        "do": "import",
    }
    studio.post(f"{HOME}equipements/importer/", sent)
    assert table.rows.get().columns == {"tarif": 4.5, "ouvre_le": "2026-02-01"}


def test_a_table_goes_out_as_a_file_that_comes_back_the_same(studio, streets):
    answer = studio.get(f"{HOME}rues/exporter/")
    assert answer["Content-Disposition"].startswith('attachment; filename="rues-')
    page = studio.post(f"{HOME}rues/importer/", {"file": csv(text_of(answer))})
    assert "2 inchangée(s)" in text_of(page)


def test_a_table_is_retired_and_comes_back(studio, streets):
    studio.post(f"{HOME}rues/retirer/")
    assert "retirée" in text_of(studio.get(HOME))
    studio.post(f"{HOME}rues/retirer/")
    streets.refresh_from_db()
    assert streets.retired_at is None


def test_what_no_procedure_ever_named_is_deleted_and_the_rest_is_kept(studio, body, streets):
    row_id = streets.rows.get(code="a").pk
    studio.post(f"{HOME}rues/lignes/{row_id}/supprimer/")
    assert labels(streets) == ["Rue de l’Œuvre"]
    publish(body, [field("table_choice", "rue", table="rues")])
    row_id = streets.rows.get(code="b").pk
    answer = studio.post(f"{HOME}rues/lignes/{row_id}/supprimer/", follow=True)
    assert "donnez à la ligne un dernier jour" in text_of(answer)
    answer = studio.post(f"{HOME}rues/supprimer/", follow=True)
    assert "seulement retirée" in text_of(answer)
    assert "Démarche d’essai" in text_of(answer)
    lists.table(body, code="autre")
    studio.post(f"{HOME}autre/supprimer/")
    assert list(ReferenceTable.objects.values_list("code", flat=True)) == ["rues"]


@pytest.mark.parametrize("rest", ["", "modifier/", "importer/", "exporter/", "lignes/nouvelle/", "lignes/1/"])
def test_another_bodys_table_is_not_found(studio, rest):
    lists.table(OrganisationFactory(slug="ailleurs"))
    assert studio.get(f"/atelier/ailleurs/tables/rues/{rest}").status_code == 404
    assert studio.get(f"{HOME}rues/{rest}").status_code == 404
