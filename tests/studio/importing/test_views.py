"""Importing: files given, a report read, drafts made."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.common import clock
from parvis.organisations.models import Role
from parvis.studio.importing.views import roles_said
from parvis.studio.models import PendingImport
from parvis.studio.services.importing import forget_old_imports
from tests.factories.catalogue import definition, field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/atelier/valmont/importer/"


def file_of(document, name="demarche.json"):
    return SimpleUploadedFile(name, json.dumps(document).encode())


def test_files_are_tried_told_then_taken_in(studio, body):
    document = definition([field("text", "nom")], code="importee", title="Importée")
    answer = studio.post(
        ADDRESS, {"kind": "parvis", "files": [file_of(document), file_of({"a": 1}, "autre.json")]}
    )
    assert not body.procedures.exists()
    report = studio.get(answer["Location"]).text
    for words in ("demarche.json", "autre.json", "refusé", "lisible"):
        assert words in report
    done = studio.post(answer["Location"])
    assert done["Location"] == "/atelier/valmont/demarches/importee/"
    assert body.procedures.get().versions.get().definition["title"] == "Importée"
    assert studio.get(answer["Location"]).status_code == 404


def test_nothing_is_taken_when_one_wants_all_or_nothing(studio, body):
    files = [file_of(definition(code="bonne")), file_of({"a": 1}, "autre.json")]
    answer = studio.post(ADDRESS, {"kind": "parvis", "files": files})
    studio.post(answer["Location"], {"whole": "yes"})
    assert not body.procedures.exists()


def test_what_is_missing_is_asked(studio):
    answer = studio.post(ADDRESS, {})
    assert answer.status_code == 422
    for words in ("Dites d’où viennent les fichiers.", "Choisissez au moins un fichier."):
        assert words in answer.text


def test_a_damaged_archive_is_told(studio):
    answer = studio.post(
        ADDRESS, {"kind": "parvis", "files": [SimpleUploadedFile("x.zip", b"PK\x03\x04abc")]}
    )
    assert answer.status_code == 422
    assert "abîmée" in answer.text


def test_another_body_s_import_is_not_found(studio, browsing):
    elsewhere = browsing(
        AgentFactory(organisation=OrganisationFactory(slug="la"), with_role=Role.PROCEDURE_BUILDER)
    )
    theirs = elsewhere.post("/atelier/la/importer/", {"kind": "parvis", "files": [file_of(definition())]})
    key = theirs["Location"].rsplit("/", 2)[1]
    assert studio.get(f"{ADDRESS}{key}/").status_code == 404
    assert studio.post(f"{ADDRESS}{key}/").status_code == 404


def test_what_nobody_confirms_is_forgotten(studio):
    studio.post(ADDRESS, {"kind": "parvis", "files": [file_of(definition())]})
    forget_old_imports()
    assert PendingImport.objects.count() == 1
    PendingImport.objects.update(made_at=clock.now() - timedelta(days=2))
    forget_old_imports()
    assert PendingImport.objects.count() == 0


def test_what_is_exported_comes_back_the_same(studio, body):
    first = publish(body, [field("text", "nom")], code="essai")
    bundle = studio.get("/atelier/valmont/exporter/").content
    other = OrganisationFactory(slug="autre")
    AgentFactory(organisation=other)
    from parvis.catalogue.imports.files import unzipped
    from parvis.catalogue.services.imports import read_files, take_in

    files = unzipped("x.zip", bundle)
    [taken] = take_in(organisation=other, imported=read_files(kind="parvis", files=files)).versions
    assert taken.definition == first.definition


def test_roles_of_the_source_are_said_line_by_line(studio, body):
    written = "Comptable = Service des finances\nDirection= Responsable\n\nrien"
    assert roles_said(written) == {"Comptable": "team:Service des finances", "Direction": "manager"}
    form = (
        "<formdef><name>Essai</name><url_name>essai</url_name><fields><field><label>Nom</label><type>string</type>"
        "<id>1</id><varname>nom</varname></field></fields>"
        "<workflow workflow_id='_default'>Par défaut</workflow></formdef>"
    )
    file = SimpleUploadedFile("essai.wcs", form.encode())
    answer = studio.post(ADDRESS, {"kind": "publik", "files": [file], "roles": written})
    assert PendingImport.objects.get().report["roles"]["Direction"] == "manager"
    studio.post(answer["Location"])
    made = body.procedures.get().versions.get().definition
    assert [one["label"] for one in made["workflow"]["statuses"]][-1] == "Terminé"
