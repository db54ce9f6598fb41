"""Who is competent, who receives, which place is meant."""

from datetime import datetime, timedelta

import pytest

from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations import queries
from parvis.organisations.models import Role, TerritoryKind
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return TerritoryFactory(kind=TerritoryKind.REGION, code="28", name="Normandie")


@pytest.fixture
def epci(region):
    return TerritoryFactory(
        kind=TerritoryKind.EPCI, code="200023414", name="Métropole Rouen", inside=[region]
    )


@pytest.fixture
def rouen(epci):
    return TerritoryFactory(name="Rouen", postcodes=["76000", "76100"], population=110145, inside=[epci])


def competent(code, territory, **team):
    return TeamFactory(competent_for=[code], competent_for__territory=territory, **team)


class TestCompetence:
    def test_the_smallest_territory_that_contains_the_place_wins(self, region, epci, rouen):
        competent("arbres", region)
        intermunicipal = competent("arbres", epci)
        assert queries.competent_team("arbres", rouen.pk) == intermunicipal

        municipal = competent("arbres", rouen)
        assert queries.competent_team("arbres", rouen.pk) == municipal

    def test_nobody_is_competent_for_another_procedure_or_another_place(self, rouen):
        elsewhere = TerritoryFactory()
        competent("arbres", elsewhere)
        competent("materiel", rouen)

        assert queries.competent_team("arbres", rouen.pk) is None

    @pytest.mark.parametrize("closed", ["team", "body"])
    def test_a_closed_service_is_passed_over(self, closed, epci, rouen):
        remaining = competent("arbres", epci)
        team = competent("arbres", rouen)
        row = team if closed == "team" else team.organisation
        row.is_active = False
        row.save()

        assert queries.competent_team("arbres", rouen.pk) == remaining

    def test_a_case_is_forwarded_to_other_bodies_the_closest_first(self, region, epci, rouen):
        regional, intermunicipal = competent("arbres", region), competent("arbres", epci)
        holding = competent("arbres", rouen)

        found = queries.competent_teams_elsewhere("arbres", rouen.pk, not_of=holding.organisation_id)

        assert found == [intermunicipal, regional]

    def test_a_service_to_forward_to_is_found_by_its_words_or_its_bodys(self, rouen):
        team = TeamFactory(name="Espaces verts", organisation__name="Métropole Rouen Normandie")
        TeamFactory(name="Espaces verts", organisation__name="Caen")

        assert queries.teams_to_transfer_to("metropole ESPACES") == [team]
        assert queries.teams_to_transfer_to("espaces rouen", not_of=team.organisation_id) == []

    def test_competence_costs_one_statement(self, rouen, django_assert_num_queries):
        competent("arbres", rouen)
        with django_assert_num_queries(1):
            assert queries.competent_team("arbres", rouen.pk).organisation.name


class TestReception:
    def test_a_body_is_received_by_the_desk_it_delegates_to(self):
        body = OrganisationFactory()
        desk = TeamFactory(receives_for=[body])
        ended = TeamFactory(receives_for=[body])
        ended.delegations.update(
            since=clock.today() - timedelta(days=9), until=clock.today() - timedelta(days=1)
        )

        assert queries.reception_teams(body.pk) == [desk]
        assert queries.bodies_received_by(desk.pk) == [body]
        assert queries.bodies_received_by(ended.pk) == []


class TestBodies:
    def test_ancestors_go_from_the_nearest_to_the_widest(self):
        region = OrganisationFactory(name="Région")
        epci = OrganisationFactory(name="Métropole", parent=region)
        municipality = OrganisationFactory(parent=epci)

        assert queries.ancestors(municipality) == [epci, region]
        assert queries.ancestors(region) == []

    def test_a_body_that_left_has_no_home(self):
        OrganisationFactory(slug="rouen", is_active=False)
        with pytest.raises(NotFound):
            queries.organisation_by_slug("rouen")

    def test_a_body_is_found_by_words_of_its_name(self):
        epci = OrganisationFactory(name="Métropole Rouen Normandie")
        rouen = OrganisationFactory(name="Rouen")
        OrganisationFactory(name="Caen")

        assert queries.organisation_search("rouen") == [rouen, epci]
        assert queries.organisation_search("métro norm") == [epci]
        assert queries.organisation_search(" ’ ") == []

    def test_a_case_is_assigned_among_those_who_handle_cases_in_the_team(self):
        team = TeamFactory()
        on_team = AgentFactory(
            organisation=team.organisation, last_name="A", with_role=Role.RECEPTION, with_role__on=[team]
        )
        on_body = AgentFactory(organisation=team.organisation, last_name="B", with_role=Role.CASE_HANDLER)
        AgentFactory(organisation=team.organisation, with_role=Role.DPO)
        AgentFactory(with_role=Role.CASE_HANDLER)

        assert queries.habilitated_agents(team.pk) == [on_team, on_body]
        assert queries.teams_of(on_body) == [team]


class TestMunicipalitySearch:
    @pytest.fixture(autouse=True)
    def places(self, rouen, region):
        for name, postcodes, population in [
            ("Saint-Étienne-du-Rouvray", ["76800"], 28000),
            ("Le Petit-Quevilly", ["76140"], 22000),
            ("L’Œudelin", ["27999"], 10),
            ("Saint-Ouen-de-Thouberville", ["27310"], 2400),
        ]:
            TerritoryFactory(name=name, postcodes=postcodes, population=population, inside=[region])
        TerritoryFactory(name="Rouen-en-Poitou", postcodes=["86000"], population=200000)

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("ROUEN", "Rouen"),
            ("rou", "Rouen-en-Poitou"),
            ("76000", "Rouen"),
            ("761", "Rouen"),
            ("rouen 76", "Rouen"),
            ("st etienne", "Saint-Étienne-du-Rouvray"),
            ("quevilly", "Le Petit-Quevilly"),
            ("oeudelin", "L’Œudelin"),
            ("thouberville 27310", "Saint-Ouen-de-Thouberville"),
            ("Thoubervile", "Saint-Ouen-de-Thouberville"),
            ("quvilly", "Le Petit-Quevilly"),
        ],
    )
    def test_a_place_is_found_as_people_type_it(self, text, first):
        assert [place.name for place in queries.municipality_search(text)][:1] == [first]

    @pytest.mark.parametrize("text", ["", "   ", "%", "xyzzy", "'; DROP TABLE"])
    def test_nothing_is_found_for_what_names_no_place(self, text):
        assert queries.municipality_search(text) == []

    def test_a_search_may_stay_within_a_territory(self, region):
        assert [place.name for place in queries.municipality_search("rou", within=region.pk)] == [
            "Rouen",
            "Saint-Étienne-du-Rouvray",
        ]


class TestPoint:
    @pytest.fixture
    def square(self):
        return TerritoryFactory(square=(1.0, 49.0, 1.1, 49.1))

    def test_a_point_is_in_the_municipality_whose_outline_contains_it(self, square):
        TerritoryFactory(square=(2.0, 49.0, 2.1, 49.1))
        assert queries.municipality_at(49.05, 1.05) == square
        assert queries.municipality_at(49.05, 1.15) is None

    def test_a_point_just_outside_goes_to_the_nearest_outline(self, square):
        assert queries.nearest_outline(49.05, 1.05) == square
        assert queries.nearest_outline(49.05, 1.101) == square
        assert queries.nearest_outline(49.05, 1.2) is None

    def test_a_territory_lies_in_itself_and_in_what_contains_it(self, region, epci, rouen):
        assert queries.territory_contains(region.pk, rouen.pk)
        assert queries.territory_contains(rouen.pk, rouen.pk)
        assert not queries.territory_contains(rouen.pk, region.pk)


def test_a_body_is_open_according_to_its_hours():
    body = OrganisationFactory(opening_hours={"1": [["09:00", "12:00"]]})
    assert queries.open_now(body, datetime.fromisoformat("2026-11-23T10:00+01:00")).is_open
    assert not queries.open_now(body, datetime.fromisoformat("2026-11-23T12:00+01:00")).is_open


def test_a_municipality_is_known_by_its_code_and_its_body_by_its_territory(rouen):
    body = OrganisationFactory(territory=rouen)
    OrganisationFactory(territory=rouen, kind="school")
    assert queries.municipality_by_code(rouen.code) == rouen
    assert queries.municipality_by_code("00000") is None
    assert queries.organisation_of_territory(rouen.pk) == body
