"""Declaring the lists read from other systems."""

import pytest

from parvis.catalogue.models import SourceCopy
from parvis.catalogue.services.data_sources import record_source
from parvis.catalogue.services.resources import source_document, take_source
from parvis.common import clock
from parvis.common.errors import Invalid
from tests.factories.organisations import OrganisationFactory

STREETS = {
    "code": "rues",
    "title": "Rues",
    "url": "https://data.example.fr/{commune}/rues.json",
    "parameters": {"commune": "commune.code", "type": "'voie'"},
    "list_path": "data.items",
    "code_path": "id",
    "label_path": "nom",
    "columns": [{"key": "secteur", "label": "Secteur", "path": "zone.nom"}],
}


@pytest.fixture
def body(db):
    return OrganisationFactory()


def test_a_source_recorded_twice_is_one_source_and_goes_out_as_it_came_in(body):
    source = take_source(organisation=body, document=STREETS)
    again = take_source(organisation=body, document=source_document(source))
    assert source.pk == again.pk
    assert source_document(again) == source_document(source)


def test_a_column_without_path_is_read_under_its_key(body):
    source = record_source(organisation=body, code="a", title="A", columns=[{"key": "zone", "label": "Zone"}])
    assert source.columns == [{"key": "zone", "label": "Zone", "type": "text", "path": "zone"}]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"url": "ftp://example.fr/"}, "url"),
        ({"url": "rues.json"}, "url"),
        ({"url": "https://user:secret@example.fr/"}, "url"),
        ({"url": "https://{hote}/rues"}, "url"),
        ({"url": "https://[bad/"}, "url"),
        ({"parameters": {"a": "size("}}, "parameters"),
        ({"parameters": {"a b": "1"}}, "parameters"),
        ({"timeout_seconds": 60}, "timeout_seconds"),
        ({"cache_seconds": 1}, "cache_seconds"),
        ({"list_path": "a..b"}, "list_path"),
        ({"when_down": "panic"}, "when_down"),
        ({"when_down": "closed"}, "closed_sentence"),
        ({"title": ""}, "title"),
    ],
)
def test_what_cannot_be_called_is_refused_under_its_name(body, wrong, where):
    with pytest.raises(Invalid) as refusal:
        record_source(organisation=body, **{**STREETS, **wrong})
    assert set(refusal.value.errors) == {where}


@pytest.mark.parametrize(
    ("change", "kept"),
    [({"title": "Voies"}, 1), ({"label_path": "libelle"}, 0), ({"url": "https://b.fr/"}, 0)],
)
def test_copies_are_forgotten_only_when_the_list_is_read_otherwise(body, change, kept):
    source = record_source(organisation=body, **STREETS)
    SourceCopy.objects.create(source=source, asked="x", rows=[], fetched_at=clock.now())
    record_source(organisation=body, **{**STREETS, **change})
    assert SourceCopy.objects.count() == kept
