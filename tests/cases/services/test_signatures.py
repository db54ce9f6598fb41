"""A letter of the workflow is signed by an agent: issued once with the signature, its hash in the journal."""

import hashlib

import pytest

from parvis.cases.errors import ConsultationClosed, NotForThisRole
from parvis.cases.models import Attachment, Case, ConsultationState
from parvis.cases.services.consultations import answer_consultation
from parvis.cases.services.signatures import issue_signed, sign_document
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.forms.lint import lint
from parvis.common import actor
from parvis.common.errors import Invalid
from parvis.documents.access import open_for_download
from parvis.documents.models import IssuedDocument
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory
from tests.factories.workflows import status, town_with, transition, workflow

pytestmark = pytest.mark.django_db
DRAWN = {"name": "Line Ory", "drawing": "M10 20L30 40L50 20", "signed_at": "2026-03-05T09:30:00+00:00"}
LETTER = {"do": "make_letter", "key": "order", "template": "order"}
SIGN = {"do": "sign", "key": "mayor", "letter": "order", "to": ["manager"], "text": "Signez l’arrêté."}


def circuit(**more):
    answered = {"on": "validation", "ask": "mayor"}
    return workflow(
        [
            status("received", "received"),
            status("signing", "waiting_for_third_party", on_arrival=[LETTER, {**SIGN, **more}]),
            status("signed", "closed", final=True),
            status("again", "in_progress"),
        ],
        [
            transition("submit", ["received", "again"], "signing"),
            transition("signs", ["signing"], "signed", when={**answered, "answer": "granted"}),
            transition("refuses", ["signing"], "again", when={**answered, "answer": "refused"}),
        ],
        templates={"order": {"subject": "Arrêté", "text": "Article 1. La rue est fermée."}},
    )


@pytest.fixture
def town(system):
    return town_with(circuit())


@pytest.fixture
def manager(town):
    return AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER, with_role__on=[town.team])


def submitted(town) -> Case:
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="submit", by=town.session())
    return case


def sign(case: Case, agent, *, asked=None) -> None:
    session = agent_session(agent.pk)
    with actor.acting_as(session.actor()):
        row = asked or case.consultations.get(agent_id=agent.pk, state=ConsultationState.WAITING)
        sign_document(case_id=case.pk, consultation_id=row.pk, signature=DRAWN, by=session)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_the_signed_letter_is_issued_with_name_and_capacity_and_the_workflow_goes_on(town, manager, run_jobs):
    case = submitted(town)
    run_jobs()
    sign(case, manager)
    assert fresh(case).status == "signing"
    run_jobs()

    assert fresh(case).status == "signed"
    facts = case.journal.get(kind="document_signed").facts
    document = IssuedDocument.objects.get(pk=facts["document"])
    with open_for_download(document.file) as content:
        assert hashlib.sha256(content.read()).hexdigest() == facts["sha256"]
    made = case.journal.get(kind="letter_made").facts
    assert facts["signs"] == made["sha256"] != facts["sha256"]
    session = agent_session(manager.pk)
    assert (facts["signer"], facts["capacity"]) == (session.name, session.capacity)
    assert Attachment.objects.filter(case=case).count() == 2


def test_it_is_not_signed_before_it_is_made(town, manager):
    case = submitted(town)
    with pytest.raises(Invalid) as refusal:
        sign(case, manager)
    assert "pas encore prêt" in refusal.value.errors["suite"][0]


def test_a_worker_killed_after_the_document_issues_no_second_one(town, manager, run_jobs, monkeypatch):
    case = submitted(town)
    run_jobs()
    sign(case, manager)
    row = case.consultations.get()
    with monkeypatch.context() as broken, actor.acting_as(actor.for_job(case.pk)):
        broken.setattr("parvis.cases.services.signatures.keep_signed", _killed)
        with pytest.raises(KeyboardInterrupt):
            issue_signed(case_id=case.pk, consultation_id=row.pk)
    run_jobs()
    with actor.acting_as(actor.for_job(case.pk)):
        issue_signed(case_id=case.pk, consultation_id=row.pk)

    assert IssuedDocument.objects.filter(about=case.pk, kind="letter").count() == 2
    assert case.journal.filter(kind="document_signed").count() == 1


def test_a_refusal_says_why_and_leads_elsewhere_and_a_new_round_signs_the_new_letter(town, manager, run_jobs):
    case = submitted(town)
    run_jobs()
    session = agent_session(manager.pk)
    first = case.consultations.get()
    with actor.acting_as(session.actor()):
        where = {"case_id": case.pk, "consultation_id": first.pk, "granted": False, "by": session}
        with pytest.raises(Invalid):
            answer_consultation(text=" ", **where)
        answer_consultation(text="Il manque un visa.", **where)
    assert fresh(case).status == "again"
    with town.acting():
        make_transition(case_id=case.pk, key="submit", by=town.session())
    second = case.consultations.get(state=ConsultationState.WAITING)
    assert second.signing["document"] == ""  # never the letter of the round before
    run_jobs()
    second.refresh_from_db()
    assert second.signing["document"] not in {"", first.signing["document"]}
    with pytest.raises(ConsultationClosed):
        sign(case, manager, asked=first)


def test_all_who_are_asked_sign_before_it_goes_on_and_the_last_document_carries_all(system, run_jobs):
    town = town_with(circuit())
    signers = [
        AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER, with_role__on=[town.team])
        for _each in range(2)
    ]
    case = submitted(town)
    run_jobs()
    sign(case, signers[0])
    run_jobs()
    assert fresh(case).status == "signing"
    sign(case, signers[1])
    run_jobs()
    assert fresh(case).status == "signed"
    assert case.journal.filter(kind="document_signed").count() == 2


def test_nobody_signs_for_another(town, manager, run_jobs):
    case = submitted(town)
    run_jobs()
    with pytest.raises(NotForThisRole):
        sign(case, town.agent, asked=case.consultations.get())


def test_a_letter_that_nobody_makes_is_refused_before_publication(system):
    town = town_with(circuit())
    definition = town.version.definition
    definition["workflow"]["statuses"][1]["on_arrival"] = [SIGN]
    assert any("order" in remark.message for remark in lint(definition))


def _killed(*_given, **_named):
    raise KeyboardInterrupt
