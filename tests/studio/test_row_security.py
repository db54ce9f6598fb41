"""The second net: what colleagues say of a form is read by who builds for the body, and by nobody else."""

import pytest

from parvis.catalogue.services.drafts import open_draft
from parvis.common import actor
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from parvis.studio.models import Remark
from parvis.studio.services.remarks import leave_remark, leave_trial_remark
from parvis.studio.services.trial_links import make_trial_link
from tests.factories.catalogue import publish
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(body, builder):
    """Return a link through which something was said, beside what a colleague said."""
    by = agent_session(builder.pk)
    draft = open_draft(procedure_id=publish(body).procedure_id, by=by)
    leave_remark(procedure_id=draft.procedure_id, by=by, place="name", text="Entre agents")
    link = make_trial_link(version_id=draft.pk, by=by)
    leave_trial_remark(link=link, name="Zoé", place="name", text="En essayant")
    return link


def seen_by(who):
    with actor.acting_as(who):
        return sorted(remark.text for remark in Remark.objects.order_by("pk"))


def signed_in(agent):
    return actor.Actor(agent=agent.pk, account=agent.account_id)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PROCEDURE_BUILDER, 2),
        (Role.BODY_ADMIN, 2),
        (Role.PLATFORM_OPERATOR, 2),
        (Role.CASE_HANDLER, 0),
        (Role.STATISTICS, 0),
    ],
)
def test_a_function_opens_what_is_said_in_its_body(said, body, role, sees):
    assert len(seen_by(signed_in(AgentFactory(organisation=body, with_role=role)))) == sees


def test_another_body_s_builder_sees_nothing(said):
    assert (
        seen_by(signed_in(AgentFactory(organisation=OrganisationFactory(), with_role=Role.PROCEDURE_BUILDER)))
        == []
    )


def test_nobody_sees_nothing(said):
    assert seen_by(actor.NOBODY) == []


def test_who_holds_the_link_sees_what_was_said_through_it(said):
    assert seen_by(actor.Actor(proved=frozenset({said.pk}))) == ["En essayant"]
