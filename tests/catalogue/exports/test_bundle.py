"""A bundle comes in as it went out."""

import io
import json
import zipfile

import pytest

from parvis.catalogue.exports.bundle import bundle_of
from parvis.catalogue.imports.files import unzipped
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.models import DataSource, Procedure, ReferenceTable, SharedBlock
from parvis.catalogue.queries import versions_to_export
from parvis.catalogue.services.copying import copy_versions
from parvis.catalogue.services.imports import read_files, take_in
from parvis.catalogue.services.library import library, publish_from_library
from parvis.catalogue.services.publication import import_definition
from parvis.catalogue.services.resources import take_block, take_source, take_table
from tests.factories.catalogue import definition, field, publish
from tests.factories.organisations import OrganisationFactory
from tests.shared_data import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


def brought_in(body, content):
    imported = read_files(kind="parvis", files=unzipped("bundle.zip", content))
    return take_in(organisation=body, imported=imported)


def with_lists(body):
    """Give a body a procedure that chooses in a table, in a source, and copies a block."""
    rows = [
        {"code": "b", "label": "Beta", "columns": {"n": 2}},
        {"code": "a", "label": "Alpha", "columns": {}, "valid_until": "2027-01-01"},
    ]
    columns = [{"key": "n", "label": "N", "type": "number"}]
    take_table(
        organisation=body, document={"code": "villes", "title": "Villes", "columns": columns, "rows": rows}
    )
    take_source(organisation=body, document={"code": "rues", "title": "Rues", "url": "https://exemple.fr/r"})
    inside = [field("text", "prenom")]
    take_block(organisation=body, document={"code": "enfant", "title": "Enfant", "fields": inside})
    return publish(
        body,
        [
            field("table_choice", "town", table="villes"),
            field(
                "block",
                "kid",
                block="enfant",
                fields=[*inside, field("table_choice", "street", source="rues")],
            ),
        ],
    )


def test_what_comes_in_is_what_went_out_to_the_byte():
    here, there = OrganisationFactory(), OrganisationFactory()
    publish_from_library(organisation=here)
    with_lists(here)
    content = bundle_of(versions_to_export(here))
    taken = brought_in(there, content)
    assert [one.errors for one in taken.report.files if one.errors] == []
    assert bundle_of(versions_to_export(there)) == content
    assert {procedure.code for procedure in Procedure.objects.filter(organisation=there)} == {
        *library(),
        "essai",
    }


def test_a_bundle_holds_what_its_questions_name_and_no_more():
    body = OrganisationFactory()
    take_table(organisation=body, document={"code": "autre", "title": "Autre", "columns": [], "rows": []})
    version = with_lists(body)
    with zipfile.ZipFile(io.BytesIO(bundle_of([version]))) as archive:
        assert archive.namelist() == [
            "manifest.json",
            "blocks/enfant.json",
            "procedures/essai/0001.json",
            "sources/rues.json",
            "tables/villes.json",
        ]


def test_every_version_goes_in_its_order_and_comes_back_so():
    here, there = OrganisationFactory(), OrganisationFactory()
    for title in ("Un", "Deux", "Trois"):
        import_definition(organisation=here, definition=definition(title=title))
    brought_in(there, bundle_of(versions_to_export(here, every=True)))
    versions = Procedure.objects.get(organisation=there).versions.order_by("number")
    assert [version.definition["title"] for version in versions] == ["Un", "Deux", "Trois"]


def test_the_published_version_goes_before_a_later_draft():
    body = OrganisationFactory()
    published = publish(body)
    import_definition(organisation=body, definition=definition(title="Brouillon"))
    assert versions_to_export(body) == [published]


def test_a_procedure_is_copied_with_its_lists_and_again_without_doubling():
    here, there = OrganisationFactory(), OrganisationFactory()
    version = with_lists(here)
    for _time in range(2):
        taken = copy_versions(organisation=there, versions=[version])
        assert taken.versions[0].definition == version.definition
    assert Procedure.objects.get(organisation=there).versions.count() == 1
    for model in (ReferenceTable, DataSource, SharedBlock):
        assert model.objects.filter(organisation=there).count() == 1


@shared("demarches-simplifiees")
def test_what_was_imported_from_elsewhere_goes_round_too(folder):
    here, there = OrganisationFactory(), OrganisationFactory()
    files = [SourceFile(path.name, path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    take_in(organisation=here, imported=read_files(kind="demarches-simplifiees", files=files))
    content = bundle_of(versions_to_export(here))
    brought_in(there, content)
    assert bundle_of(versions_to_export(there)) == content


def document(**parts):
    return json.dumps(parts).encode()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{", "ligne 1, colonne 2"),
        (document(format="other/1"), "/format"),
        (document(), "/format"),
        (b"[]", "/format"),
        (document(format=["parvis-table/1"]), "/format"),
        (document(format="parvis-table/1", code="a", title="A", columns=[], rows=[3]), "/rows/0"),
        (document(format="parvis-source/1", code="a", title="A", secret="x"), "/"),
        (document(format="parvis-block/1", code="a", title="A", fields={}), "/fields"),
        (document(format="parvis-procedure/1"), ""),
        (document(format="parvis-procedure/1", form={"pages": [{"fields": [{"type": "nope"}]}]}), ""),
    ],
)
def test_a_document_that_is_not_right_is_refused_with_its_place(content, place):
    imported = read_files(kind="parvis", files=[SourceFile("a.json", content)])
    assert imported.report.files[0].errors[0].place == place
    taken = take_in(organisation=OrganisationFactory(), imported=imported)
    assert taken.versions == []
