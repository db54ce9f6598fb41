"""Versions: taken in, published, retired, never rewritten."""

import pytest
from django.db import IntegrityError, transaction

from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.events import VersionPublished
from parvis.catalogue.models import Procedure, ProcedureVersion
from parvis.catalogue.services.publication import import_definition, publish_version, retire_version
from parvis.common import events
from tests.factories.catalogue import definition, field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    return OrganisationFactory()


def test_a_definition_becomes_the_next_version_in_draft(body):
    first = import_definition(organisation=body, definition=definition())
    second = import_definition(organisation=body, definition=definition(summary="Autre."))
    assert (first.number, first.state) == (1, "draft")
    assert (second.number, second.procedure) == (2, first.procedure)


def test_an_identical_definition_is_not_doubled_whatever_the_order_of_its_keys(body):
    first = import_definition(organisation=body, definition=definition())
    turned = dict(reversed(definition().items()))
    assert import_definition(organisation=body, definition=turned) == first
    assert ProcedureVersion.objects.count() == 1


def test_a_wrong_definition_leaves_nothing_behind(body):
    with pytest.raises(BadDefinition) as refusal:
        import_definition(organisation=body, definition=definition(code="Non"))
    assert "/code" in refusal.value.errors
    assert not Procedure.objects.exists()


def test_what_lacks_a_notice_is_kept_but_cannot_be_published(body):
    document = definition()
    del document["data_notice"]
    version = import_definition(organisation=body, definition=document)
    with pytest.raises(BadDefinition) as refusal:
        publish_version(version=version)
    assert "data_notice" in refusal.value.errors[""][0]
    version.refresh_from_db()
    assert version.state == "draft"


def test_publishing_retires_the_version_before_and_copies_the_texts(body):
    first = publish(body)
    agent = AgentFactory(organisation=body)
    second = import_definition(
        organisation=body, definition=definition(title="Nouveau titre", keywords=["arbre", "haie"])
    )
    publish_version(version=second, by=agent)
    first.refresh_from_db()
    procedure = Procedure.objects.get(pk=first.procedure_id)
    assert (first.state, second.state, second.published_by) == ("retired", "published", agent)
    assert (procedure.title, procedure.keywords, procedure.audience) == (
        "Nouveau titre",
        "arbre haie",
        ["individual"],
    )


def test_a_publication_is_told(body, monkeypatch):
    told = []
    monkeypatch.setitem(events._subscribers, VersionPublished, [told.append])
    version = publish(body)
    publish_version(version=version)
    assert told == [VersionPublished(procedure_id=version.procedure_id, version_id=version.pk)]


def test_a_retired_version_comes_back_when_its_definition_is_published_again(body):
    first = publish(body)
    publish(body, [field("text", "other")])
    again = publish(body)
    assert again == first
    assert again.state == "published"


def test_retiring_stops_deposits_and_retiring_twice_changes_nothing(body):
    version = publish(body)
    retire_version(version=version)
    retire_version(version=version)
    assert version.state == "retired"


@pytest.mark.parametrize("change", [{"definition": {}}, {"checksum": "x"}, {"number": 9}, {"state": "draft"}])
def test_the_database_keeps_what_was_published(body, change):
    version = publish(body)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).delete()


def test_a_draft_can_still_be_changed_or_dropped(body):
    version = import_definition(organisation=body, definition=definition())
    ProcedureVersion.objects.filter(pk=version.pk).update(number=3)
    ProcedureVersion.objects.filter(pk=version.pk).delete()
    assert not ProcedureVersion.objects.exists()


def test_only_one_version_takes_deposits(body):
    publish(body)
    other = import_definition(organisation=body, definition=definition(summary="Autre."))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(pk=other.pk).update(
            state="published", published_at="2026-01-01T00:00Z"
        )
