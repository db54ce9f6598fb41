"""A body with its builder, in the studio."""

from collections.abc import Callable
from typing import Any

import pytest

from parvis.catalogue.services.drafts import open_draft
from parvis.organisations.models import Agent, Organisation, Role
from parvis.organisations.sessions import agent_session
from tests.factories.catalogue import field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory
from tests.harness.sign_in import sign_in
from tests.harness.strictness import StrictClient

PAGES = (
    [
        field("text", "nom", label="Nom de famille"),
        field("yes_no", "locataire", label="Êtes-vous locataire ?"),
        field("text", "bailleur", label="Nom du bailleur", condition="locataire == true"),
    ],
    [
        field(
            "choice",
            "travaux",
            label="Travaux",
            options=[{"value": "a", "label": "Toit"}, {"value": "b", "label": "Mur"}],
        ),
        field(
            "block",
            "enfants",
            label="Enfants",
            fields=[field("text", "prenom", label="Prénom")],
            repeat={"max": 5},
        ),
    ],
)


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


@pytest.fixture
def draft(body, builder):
    """Return the second version of a procedure, being written."""
    published = publish(body, *PAGES, code="essai", title="Démarche d’essai")
    return open_draft(procedure_id=published.procedure_id, by=agent_session(builder.pk))


@pytest.fixture
def home(draft):
    """Return the address of the procedure in the studio."""
    return "/atelier/valmont/demarches/essai/"
