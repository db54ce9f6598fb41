"""An installation's structure told as one document: made once, completed later, refused whole when wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from config.console import CommandError
from config.structure import apply
from parvis.catalogue.queries import procedures_for
from parvis.organisations.models import Agent, Organisation, Role, Team
from parvis.organisations.queries import bodies_received_by, competent_team, teams_of
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create(slug="villeneuve", territory=TerritoryFactory.create(code="76999"))


GREEN: dict[str, Any] = {"body": "villeneuve", "name": "Espaces verts", "phone": "02 00 00 00 02"}
AGENT: dict[str, Any] = {
    "body": "villeneuve",
    "email": "denis.auvray@villeneuve.invalid",
    "first_name": "Denis",
    "last_name": "Auvray",
    "capacity": "instructeur",
    "functions": [{"role": "case_handler", "team": "Espaces verts"}],
}


def made(**tables: list[Mapping[str, Any]]) -> list[str]:
    return apply(tables, folder=Path())


def test_a_service_handles_what_the_document_says_on_its_body_s_territory(city: Organisation) -> None:
    made(team=[{**GREEN, "handles": ["contact"]}])
    assert city.territory_id
    assert competent_team("contact", city.territory_id) == Team.objects.get(name="Espaces verts")


def test_a_service_receives_the_public_of_the_bodies_named(city: Organisation) -> None:
    other = OrganisationFactory.create(slug="bourg")
    made(team=[{**GREEN, "receives_for": ["bourg"]}])
    assert bodies_received_by(Team.objects.get().pk) == [other]


def test_an_agent_gets_the_functions_of_the_document(city: Organisation) -> None:
    made(team=[GREEN], agent=[AGENT])
    agent = Agent.objects.get()
    assert [team.name for team in teams_of(agent)] == ["Espaces verts"]
    assert agent.habilitations.get().role == Role.CASE_HANDLER


def test_a_body_unknown_to_the_geographic_code_is_made_and_a_known_one_completed(city: Organisation) -> None:
    school = {
        "slug": "lycee",
        "kind": "school",
        "name": "Lycée",
        "parent": "villeneuve",
        "territory": "76999",
    }
    made(body=[school, {"slug": "villeneuve", "phone": "02 00 00 00 09"}])
    assert Organisation.objects.get(slug="lycee").parent == city
    city.refresh_from_db()
    assert city.phone == "02 00 00 00 09"


def test_a_procedure_of_the_product_is_published_for_a_body(city: Organisation) -> None:
    made(procedure=[{"body": "villeneuve", "definition": "pret-materiel"}])
    assert [procedure.code for procedure in procedures_for(city)] == ["pret-materiel"]


def test_the_same_document_twice_makes_nothing_more(city: Organisation) -> None:
    document: dict[str, list[Mapping[str, Any]]] = {
        "team": [{**GREEN, "handles": ["contact"], "receives_for": ["villeneuve"]}],
        "procedure": [{"body": "villeneuve", "definition": "contact"}],
        "agent": [AGENT],
    }
    assert made(**document)
    assert made(**document) == []


def test_an_agent_who_left_loses_every_function(city: Organisation) -> None:
    made(team=[GREEN], agent=[AGENT])
    assert made(agent=[{"email": AGENT["email"], "left": True}]) == [
        "denis.auvray@villeneuve.invalid has left"
    ]
    assert teams_of(Agent.objects.get()) == []
    assert made(agent=[{"email": AGENT["email"], "left": True}]) == []


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({"equipe": [GREEN]}, "no such table: equipe"),
        ({"team": [{"body": "villeneuve"}]}, r"\[\[team\]\] 1: name is missing"),
        ({"team": [{**GREEN, "colour": "green"}]}, "colour is not known here"),
        ({"team": [{**GREEN, "body": "nulle-part"}]}, "no active body is named 'nulle-part'"),
        ({"team": [{**GREEN, "handles": ["contact"], "territory": "99999"}]}, "no territory is '99999'"),
        ({"body": [{"slug": "lycee"}]}, "it is new: kind, name is missing"),
        ({"body": [{"slug": "lycee", "name": "Lycée", "kind": "club"}]}, "kind = 'club' is not known"),
        ({"agent": [{**AGENT, "capacity": " "}]}, r"\[\[agent\]\] 1: Remplissez ce champ."),
        ({"agent": [{"email": "x@y.invalid"}]}, "it is new: body is missing"),
        ({"agent": [AGENT]}, "villeneuve has no service 'Espaces verts'"),
        ({"agent": [{**AGENT, "functions": ["dpo"]}]}, "functions: write a table"),
        ({"procedure": [{"body": "villeneuve", "definition": "nulle-part"}]}, "neither a .json file nor"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    city: Organisation, tables: dict[str, list[Mapping[str, Any]]], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        made(**tables)
    assert not Team.objects.filter(name="Espaces verts").exists()
