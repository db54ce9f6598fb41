"""The register of breaches, as its data-protection officer reads it."""

import pytest

from parvis.cases.breach_queries import breaches
from parvis.common import actor
from parvis.organisations.models import Role
from tests.cases.services.test_breaches import report
from tests.factories.organisations import AgentFactory

pytestmark = pytest.mark.django_db


def test_the_officer_reads_the_register_one_breach_and_takes_it_away_as_a_table(town, at_desk, run_jobs):
    officer = at_desk(AgentFactory(organisation=town.body, with_role=Role.DPO))
    report(town, what="=Fichier envoyé à tous")
    run_jobs()
    with actor.acting_as(actor.for_system("tests")):
        (one,) = breaches([town.body.pk])

    assert "=Fichier envoyé à tous" in officer.get("/bureau/violations/").content.decode()
    page = officer.get(f"/bureau/violations/{one.id}/").content.decode()
    assert "Qui a été prévenu, et quand" in page
    assert "par e-mail, le" in page
    head, line = officer.get("/bureau/violations/registre.csv").content.decode("utf-8-sig").splitlines()
    assert head.startswith("Demande;Service;Ce qui s’est passé;")
    assert ";'=Fichier envoyé à tous;" in line  # a spreadsheet runs no formula


def test_an_agent_who_treats_the_case_does_not_read_the_register(desk):
    assert desk.get("/bureau/violations/").status_code == 403
    assert "violations/" not in desk.get("/bureau/files/mes-services/").content.decode()
