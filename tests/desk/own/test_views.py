"""The agent's own page."""

from datetime import timedelta

import pytest

from parvis.common import clock
from parvis.organisations.models import Role
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_agent_reads_their_functions_team_by_team(desk, town):
    page = desk.get("/bureau/moi/").content.decode()
    for words in (
        str(town.agent),
        town.agent.capacity,
        town.team.name,
        "instruction",
        town.agent.account.email,
    ):
        assert words in page


def test_functions_without_cases_are_told_apart(at_desk, system):
    statistician = AgentFactory(organisation=OrganisationFactory(), with_role=Role.STATISTICS)
    page = at_desk(statistician).get("/bureau/moi/").content.decode()
    assert "Fonctions sans accès aux demandes : statistiques." in page


def test_the_way_to_the_accounts_security_is_there(desk):
    page = desk.get("/bureau/moi/").content.decode()
    for address in ("/compte/password/change/", "/compte/2fa/", "/compte/logout/"):
        assert address in page


class TestAlerts:
    def test_nothing_is_told_until_it_is_chosen(self, desk):
        page = desk.get("/bureau/moi/alertes/")
        assert page.status_code == 200
        assert "Prochain récapitulatif" not in page.content.decode()

    def test_choices_are_kept_and_shown_again(self, desk, town):
        chosen = {"late-tous": "digest", f"arrived-{town.team.pk}": "at_once", "heures": ["8", "14"]}
        answer = desk.post("/bureau/moi/alertes/", {**chosen, "fermeture": "yes"}, follow=True)
        shown = answer.content.decode()
        assert "Vos alertes sont enregistrées" in shown
        assert "Prochain récapitulatif" in shown
        plan = town.agent.alert_plan
        assert (plan.hours, plan.on_closed_days, plan.everyones, plan.at_once) == ([8, 14], True, False, True)
        kept = {(one.team_id, one.kind, one.mode) for one in town.agent.alert_choices.all()}
        assert kept == {(None, "late", "digest"), (town.team.pk, "arrived", "at_once")}
        assert 'value="14" checked' in shown

    def test_a_digest_without_hour_is_refused_under_the_hours(self, desk, town):
        answer = desk.post("/bureau/moi/alertes/", {"late-tous": "digest"})
        assert answer.status_code == 422
        assert "Choisissez au moins une heure" in answer.content.decode()
        assert not town.agent.alert_choices.exists()

    def test_what_is_not_offered_is_not_kept(self, desk, town):
        sent = {"late-999999": "digest", "soon-tous": "pigeon", "heures": ["3", "x", "8"]}
        desk.post("/bureau/moi/alertes/", sent)
        assert not town.agent.alert_choices.exists()
        assert town.agent.alert_plan.hours == [8]


class TestAbsences:
    def test_an_absence_is_declared_with_who_stands_in_then_taken_away(self, desk, town, system):
        colleague = AgentFactory(
            organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team]
        )
        tomorrow = (clock.today() + timedelta(days=1)).isoformat()
        assert desk.get("/bureau/moi/absences/").status_code == 200
        given = {"du": tomorrow, "au": tomorrow, "par": str(colleague.pk)}
        assert desk.post("/bureau/moi/absences/", given).status_code == 302
        assert f"{colleague} répond à votre place" in desk.get("/bureau/moi/absences/").content.decode()

        absence = town.agent.absences.get()
        desk.post(f"/bureau/moi/absences/{absence.pk}/supprimer/")
        assert not town.agent.absences.exists()

    def test_days_that_make_no_sense_are_refused_under_their_field(self, desk):
        answer = desk.post("/bureau/moi/absences/", {"du": "2031-05-02", "au": "2031-05-01", "par": ""})
        assert answer.status_code == 422
        assert "Le dernier jour vient après le premier." in answer.content.decode()
