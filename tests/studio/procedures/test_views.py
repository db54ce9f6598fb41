"""Where a builder arrives."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.catalogue.services.publication import import_definition, retire_version
from parvis.organisations.models import Habilitation, Role
from tests.factories.catalogue import definition, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_who_builds_for_one_body_arrives_at_its_procedures(studio):
    answer = studio.get("/atelier/")
    assert answer["Location"] == "/atelier/valmont/"


def test_who_builds_nothing_is_told_how_to(body, browsing):
    answer = browsing(AgentFactory(organisation=body, with_role=Role.CASE_HANDLER)).get("/atelier/")
    assert answer.status_code == 403
    assert "conception de démarches" in answer.text


def test_the_list_says_where_each_procedure_stands(studio, body):
    publish(body, title="Louer une salle", code="salle")
    import_definition(organisation=body, definition=definition(title="Louer la salle", code="salle"))
    import_definition(organisation=body, definition=definition(title="Planter un arbre", code="arbre"))
    retire_version(version=publish(body, title="Vieille démarche", code="vieille"))
    page = studio.get("/atelier/valmont/").text
    for words in ("publiée", "version 2 en préparation", "brouillon", "Planter un arbre", "retirée"):
        assert words in page


def test_a_body_without_procedures_is_told_what_one_is(studio):
    assert "pas encore de démarche" in studio.get("/atelier/valmont/").text


def test_another_body_s_studio_is_not_found(studio):
    OrganisationFactory(slug="ailleurs")
    assert studio.get("/atelier/ailleurs/").status_code == 404


def test_an_administrator_builds_too(body, browsing):
    administrator = AgentFactory(organisation=body, with_role=Role.BODY_ADMIN)
    assert browsing(administrator).get("/atelier/valmont/").status_code == 200


def test_an_operator_searches_any_body(body, browsing):
    OrganisationFactory(slug="rouen", name="Rouen")
    operator = browsing(AgentFactory(organisation=body, with_role=Role.PLATFORM_OPERATOR))
    assert "Rouen" in operator.get("/atelier/?q=rou").text
    assert "Aucun organisme" in operator.get("/atelier/?q=xyz").text
    assert operator.get("/atelier/rouen/").status_code == 200


def test_who_builds_for_several_bodies_chooses(studio, builder, body):
    other = OrganisationFactory(slug="autre", name="Autre ville")
    Habilitation.objects.create(
        agent=builder, organisation=other, role=Role.PROCEDURE_BUILDER, since=date(2000, 1, 1)
    )
    page = studio.get("/atelier/")
    assert page.status_code == 200
    assert page.text.index("Valmont") < page.text.index("Autre ville")
    assert "Autre ville" in studio.get("/atelier/valmont/").text


def test_the_desk_leads_to_the_studio_those_who_build(studio, body, browsing):
    assert 'href="/atelier/"' in studio.get("/bureau/moi/").text
    handler = AgentFactory(organisation=body, with_role=Role.CASE_HANDLER)
    assert 'href="/atelier/"' not in browsing(handler).get("/bureau/moi/").text


def test_the_list_costs_as_much_for_ten_procedures_as_for_one(studio, body):
    publish(body, code="une")
    studio.get("/atelier/valmont/")
    with CaptureQueriesContext(connection) as for_one:
        studio.get("/atelier/valmont/")
    for number in range(10):
        publish(body, code=f"autre-{number}")
    with CaptureQueriesContext(connection) as for_eleven:
        studio.get("/atelier/valmont/")
    assert len(for_eleven) == len(for_one)
