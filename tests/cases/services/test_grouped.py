"""One transition on several cases: looked at before, made case by case, told case by case."""

import pytest

from parvis.cases.errors import NotOffered
from parvis.cases.grouped_story import offered_together, report_of
from parvis.cases.models import Case, GroupedMove
from parvis.cases.services.grouped import ask_grouped, make_one_of_several
from parvis.cases.services.transitions import make_transition
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory
from tests.factories.workflows import examination, town_with, transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system):
    made = examination(
        forms={"why": {"title": "Motif", "fields": [{"type": "text", "key": "said", "label": "Motif"}]}}
    )
    made["transitions"] += [
        transition("accept", ["received"], "examined", grouped=True, form="why"),
        transition("drop", ["received"], "done"),
    ]
    return town_with(made)


@pytest.fixture
def cases(town):
    return [lodge(town) for _rank in range(3)]


def statuses(cases) -> list[str]:
    return [Case.objects.get(pk=case.pk).status for case in cases]


def ask(town, cases, key="accept", **given):
    with town.acting():
        return ask_grouped(cases=cases, key=key, by=town.session(), **given)


def test_each_case_makes_it_by_a_job_of_its_own_and_the_report_says_so(town, cases, run_jobs):
    batch = ask(town, cases, answers={"said": "Complet"})
    assert statuses(cases) == ["received"] * 3
    run_jobs()

    with town.acting():
        report = report_of(batch, town.session())
    assert statuses(cases) == ["examined"] * 3
    assert (report.done, report.refused, report.waiting) == (3, 0, 0)
    assert Case.objects.get(pk=cases[0].pk).track["forms"]["why"] == {"said": "Complet"}
    assert cases[0].journal.get(kind="status_moved").agent_id == town.agent.pk


def test_a_case_that_has_moved_meanwhile_is_refused_alone_with_its_reason(town, cases, run_jobs):
    batch = ask(town, cases, answers={"said": "Complet"})
    with town.acting():
        make_transition(case_id=cases[1].pk, key="drop", by=town.session())
    run_jobs()

    with town.acting():
        report = report_of(batch, town.session())
    assert statuses(cases) == ["examined", "done", "examined"]
    assert (report.done, report.refused) == (2, 1)
    assert [each.reason for each in report.moves if each.state == "refused"] == [str(NotOffered())]


def test_a_job_run_twice_makes_it_once(town, cases, run_jobs):
    ask(town, cases[:1], answers={"said": "Complet"})
    run_jobs()
    one = GroupedMove.objects.get()
    with actor.acting_as(actor.for_job(one.case_id)):
        make_one_of_several(case_id=one.case_id, move_id=one.pk)

    assert cases[0].journal.filter(kind="status_moved").count() == 1
    assert one.given == {}


def test_only_what_the_workflow_lets_be_made_together_is_offered(town, cases):
    with town.acting():
        make_transition(case_id=cases[2].pk, key="take", by=town.session())
        chosen = [Case.objects.select_related("version").get(pk=case.pk) for case in cases]
        (offered,) = offered_together(chosen, town.session())

    assert offered.key == "accept"
    assert [case.pk for case in offered.ready] == [case.pk for case in cases[:2]]
    assert [case.pk for case in offered.others] == [cases[2].pk]
    with pytest.raises(NotOffered):
        ask(town, cases, key="drop")


def test_the_report_is_for_who_asked(town, cases):
    batch = ask(town, cases, answers={"said": "Complet"})
    other = AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team])
    with pytest.raises(NotFound):
        report_of(batch, agent_session(other.pk))


def test_the_desk_shows_what_would_advance_then_makes_it_and_reports(town, cases, run_jobs, client):
    from tests.harness.sign_in import sign_in

    desk = sign_in(client, town.agent)
    chosen = {"demande": [case.number for case in cases], "retour": "/bureau/files/toutes/"}
    preview = desk.get("/bureau/files/avancer/", chosen).text
    assert "3 demandes avancent" in preview
    sent = {**chosen, "suite": "accept", "_vues": "said", "said": ""}
    assert desk.post("/bureau/files/avancer/", sent).status_code == 422
    answer = desk.post("/bureau/files/avancer/", {**sent, "said": "Complet"})
    assert answer.status_code == 302
    assert "En cours : 3." in desk.get(answer["Location"]).text
    run_jobs()
    assert "Faites : 3." in desk.get(answer["Location"]).text
    assert "Aucune suite" in desk.get("/bureau/files/avancer/", {**chosen, "suite": "drop"}).text
