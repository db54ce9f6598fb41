"""A body with its builder, in the studio."""

from collections.abc import Callable
from typing import Any

import pytest

from parvis.organisations.models import Agent, Organisation, Role
from tests.factories.organisations import AgentFactory, OrganisationFactory
from tests.harness.sign_in import sign_in
from tests.harness.strictness import StrictClient


@pytest.fixture
def body(system: None) -> Organisation:
    """Return a body with its territory."""
    return OrganisationFactory(municipality=True, slug="valmont", name="Valmont")


@pytest.fixture
def builder(body: Organisation) -> Agent:
    """Return an agent who builds the procedures of the body."""
    return AgentFactory(
        organisation=body, with_role=Role.PROCEDURE_BUILDER, first_name="Julie", last_name="Caron"
    )


@pytest.fixture
def browsing() -> Callable[[Agent], StrictClient]:
    """Return a function that signs an agent in, in a browser of their own."""
    return lambda agent: sign_in(StrictClient(), agent)


@pytest.fixture
def studio(builder: Agent, browsing: Any) -> StrictClient:
    """Return the browser of the builder."""
    return browsing(builder)
