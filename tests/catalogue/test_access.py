"""Who may see and change procedures."""

import pytest

from parvis.catalogue import access
from parvis.catalogue.services.publication import import_definition, retire_version
from parvis.common.errors import NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.catalogue import definition, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    return OrganisationFactory()


def session(body, role, **on):
    return agent_session(AgentFactory(organisation=body, with_role=role, **on).pk)


def test_only_builders_of_the_whole_body_change_its_procedures(body):
    assert access.can_build(session(body, Role.PROCEDURE_BUILDER), body.pk)
    assert not access.can_build(session(body, Role.CASE_HANDLER), body.pk)
    assert not access.can_build(session(OrganisationFactory(), Role.PROCEDURE_BUILDER), body.pk)
    team = TeamFactory(organisation=body)
    assert not access.can_build(session(body, Role.PROCEDURE_BUILDER, with_role__on=[team]), body.pk)


def test_another_bodys_procedure_is_not_found(body):
    builder = session(body, Role.PROCEDURE_BUILDER)
    own, other = publish(body).procedure, publish(OrganisationFactory()).procedure
    assert access.get_procedure_to_build(builder, own.pk) == own
    for key in (other.pk, 0):
        with pytest.raises(NotFound):
            access.get_procedure_to_build(builder, key)


def test_a_version_under_which_cases_were_born_is_read_for_ever_a_draft_never(body):
    version = publish(body)
    retire_version(version=version)
    draft = import_definition(organisation=body, definition=definition(summary="Autre."))
    assert access.get_version(version.pk) == version
    with pytest.raises(NotFound):
        access.get_version(draft.pk)
