"""Started again on what it holds, the demonstration leaves procedures as its users made them."""

import pytest

from config.demonstration.places import Places
from config.demonstration.procedures import publish_procedures
from parvis.catalogue.models import Procedure, VersionState
from parvis.catalogue.services.library import library
from parvis.catalogue.services.publication import import_definition, publish_version, retire_version
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def places():
    region = OrganisationFactory()
    AgentFactory(organisation=region)
    found = Places(region, [], [], [])
    publish_procedures(found)
    return found


def published(places):
    """Return the numbers of the published versions, by procedure."""
    rows = Procedure.objects.filter(organisation=places.region, versions__state=VersionState.PUBLISHED)
    return dict(rows.values_list("code", "versions__number"))


def test_the_library_is_published_once(places):
    assert published(places) == dict.fromkeys(library(), 1)
    publish_procedures(places)
    assert published(places) == dict.fromkeys(library(), 1)


def test_a_version_that_users_published_and_a_procedure_taken_offline_stay(places):
    changed, offline = sorted(library())[:2]
    definition = {**library()[changed], "title": "Un autre titre"}
    publish_version(version=import_definition(organisation=places.region, definition=definition))
    retire_version(version=Procedure.objects.get(organisation=places.region, code=offline).versions.get())
    publish_procedures(places)
    assert published(places)[changed] == 2
    assert offline not in published(places)
