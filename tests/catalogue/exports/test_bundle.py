"""A bundle comes in as it went out."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.catalogue.exports.bundle import bundle_of
from parvis.catalogue.imports.files import BadFile, unzipped
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.list_queries import media_of
from parvis.catalogue.models import DataSource, Procedure, ReferenceTable, SharedBlock
from parvis.catalogue.queries import versions_to_export
from parvis.catalogue.services.copying import copy_versions
from parvis.catalogue.services.imports import read_files, take_in
from parvis.catalogue.services.library import library, publish_from_library
from parvis.catalogue.services.media import keep_media
from parvis.catalogue.services.publication import import_definition
from parvis.catalogue.services.resources import take_block, take_source, take_table
from tests.catalogue.services.test_media import MP4, VTT, picture
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


def with_media(body):
    """Give a body a form that shows a photograph, and a video with its poster and its captions."""
    photo, film, words, poster = (
        keep_media(organisation=body, name=name, content=ContentFile(content)).code
        for name, content in (
            ("tronc.jpg", picture()),
            ("mesure.mp4", MP4),
            ("paroles.vtt", VTT),
            ("attente.png", picture("PNG")),
        )
    )
    shown = {"alt": "Mesure du tronc", "label": "Mesurer"}
    video = {"file": film, "poster": poster, "captions": words, "transcript": "Tenir le ruban."}
    fields = [
        field("media", "photo", **shown, file=photo),
        field("block", "kid", fields=[field("media", "film", **shown, **video), field("text", "nom")]),
    ]
    return publish(body, fields)


def rewritten(content, change):
    """Return a bundle whose entries went through ``change``: a new name and new bytes, None to leave one out."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            found = change(name, old.read(name))
            if found is not None:
                new.writestr(*found)
    return held.getvalue()


def test_images_videos_and_captions_go_round_to_the_byte():
    here, there = OrganisationFactory(), OrganisationFactory()
    version = with_media(here)
    content = bundle_of([version])
    taken = brought_in(there, content)
    assert [one.errors for one in taken.report.files if one.errors] == []
    assert bundle_of(versions_to_export(there)) == content
    assert {one.name for one in media_of(there)} == {"tronc.jpg", "mesure.mp4", "paroles.vtt", "attente.png"}


def test_media_are_found_wherever_they_stand_and_nothing_is_written_where_a_name_says():
    here, there = OrganisationFactory(), OrganisationFactory()
    content = bundle_of([with_media(here)])
    astray = rewritten(content, lambda name, inside: (name.replace("media/", "../../../media/x/"), inside))
    assert not brought_in(there, astray).report.has_errors
    assert bundle_of(versions_to_export(there)) == content


def test_an_image_that_hides_something_is_rebuilt_and_the_form_names_what_it_became():
    here, there = OrganisationFactory(), OrganisationFactory()
    content, hiding = bundle_of([with_media(here)]), picture()
    given = f"{hashlib.sha256(hiding).hexdigest()}.jpg"
    photo = next(one.code for one in media_of(here) if one.name == "tronc.jpg").encode()

    def change(name, inside):
        if name.endswith(".jpg"):
            return f"media/{given}", hiding
        return name, inside.replace(photo, given.encode())

    taken = brought_in(there, rewritten(content, change))
    assert not taken.report.has_errors
    kept = next(one for one in media_of(there) if one.code.endswith(".jpg"))
    assert kept.code != given
    assert taken.versions[0].definition["form"]["pages"][0]["fields"][0]["file"] == kept.code
    with default_storage.open(kept.key) as opened:
        assert b"secret" not in opened.read()


@pytest.mark.parametrize("wrong", ["another content", "another kind", "a program", "cut"])
def test_a_medium_that_is_not_what_it_says_is_refused_and_the_rest_is_taken(wrong):
    content = bundle_of([with_media(OrganisationFactory())])

    def change(name, inside):
        if not name.endswith(".mp4"):
            return name, inside
        bad = {
            "another content": inside + b"x",
            "another kind": VTT,
            "a program": b"MZ" + bytes(500),
            "cut": b"",
        }[wrong]
        told = name if wrong == "another content" else f"media/{hashlib.sha256(bad).hexdigest()}.mp4"
        return told, bad

    there = OrganisationFactory()
    taken = brought_in(there, rewritten(content, change))
    assert len([one for one in taken.report.files if one.errors]) == 1
    assert len(taken.versions) == 1
    assert not [one for one in media_of(there) if one.code.endswith(".mp4")]


def test_a_bundle_that_swells_is_refused_before_it_is_read():
    bomb = rewritten(
        bundle_of([with_media(OrganisationFactory())]),
        lambda name, inside: (name, bytes(70_000_000) if name.endswith(".mp4") else inside),
    )
    with pytest.raises(BadFile, match="beaucoup trop grand"):
        unzipped("bundle.zip", bomb)


def test_trying_an_import_writes_no_medium():
    content = bundle_of([with_media(OrganisationFactory())])
    there = OrganisationFactory()
    imported = read_files(kind="parvis", files=unzipped("bundle.zip", content))
    take_in(organisation=there, imported=imported, dry_run=True)
    assert not media_of(there)
