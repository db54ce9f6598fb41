"""A form being written."""

import pytest

from parvis.catalogue.services.drafts import open_draft
from parvis.organisations.sessions import agent_session
from tests.factories.catalogue import field, publish

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
def draft(body, builder):
    """Return the second version of a procedure, being written."""
    published = publish(body, *PAGES, code="essai", title="Démarche d’essai")
    return open_draft(procedure_id=published.procedure_id, by=agent_session(builder.pk))


@pytest.fixture
def home(draft):
    """Return the address of the procedure in the studio."""
    return "/atelier/valmont/demarches/essai/"
