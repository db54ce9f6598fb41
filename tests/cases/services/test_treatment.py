"""Agents' gestures, and the law they carry."""

from datetime import date, datetime, timedelta

import pytest

from parvis.cases import access
from parvis.cases.errors import CaseNotFound, NotForThisRole, ReasonsMissing, WrongState
from parvis.cases.models import Case, LegalState, Outcome
from parvis.cases.services.messages import answer_person, write_as_person
from parvis.cases.services.pieces import ask_for_pieces, give_pieces
from parvis.cases.services.treatment import (
    assign_case,
    close_case,
    decide_case,
    reopen_case,
    transfer_case,
    withdraw_case,
)
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.documents.models import StoredFile
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T11:00:00+00:00")


def a_file() -> StoredFile:
    key = new_id()
    with actor.admitting(key):
        return StoredFile.objects.create(
            id=key,
            name="plan.pdf",
            media_type="application/pdf",
            size=10,
            sha256="0" * 64,
            key=f"k/{key}",
            scan_state="clean",
            created_at=clock.now(),
        )


@pytest.mark.parametrize(("regime", "due"), [("SVR", "2026-05-02"), ("SVA", "2026-05-09")])
def test_a_transfer_moves_the_case_and_restarts_the_clock_only_for_acceptance(system, regime, due):
    here, elsewhere = make_town(regime=regime), make_town(regime=regime)
    case = lodge(here, received_at=day("2026-03-02"))
    with clock.standing_at(day("2026-03-09")), here.acting():
        transfer_case(case_id=case.pk, to=elsewhere.team, reason="Voirie communautaire", by=here.session())
        with pytest.raises(CaseNotFound):
            access.get_case(case.pk)
    with elsewhere.acting():
        moved = access.get_case(case.pk)
    assert (moved.organisation, moved.team, moved.assignee, moved.state) == (
        elsewhere.body,
        elsewhere.team,
        None,
        LegalState.RECEIVED,
    )
    assert moved.due_on == date.fromisoformat(due)
    assert moved.first_received_at == case.received_at
    assert "transmise" in OutboundMessage.objects.get(about=case.pk).subject


def test_missing_pieces_suspend_the_clock_until_they_come(system):
    town = make_town(regime="SVR")
    case = lodge(town, received_at=day("2026-07-15"))
    with clock.standing_at(day("2026-07-20")), town.acting():
        request = ask_for_pieces(
            case_id=case.pk, labels=["Plan", "Photo"], due_on=date(2026, 8, 4), text="", by=town.session()
        )
        assert access.get_case(case.pk).state == LegalState.WAITING_FOR_PERSON
    with clock.standing_at(day("2026-07-31")), actor.acting_as(actor.for_person(case.person_id)):
        plan, photo = a_file(), a_file()
        give_pieces(case_id=case.pk, request_id=request.pk, files={0: (plan.pk,), 1: (photo.pk,)})
    with town.acting():
        after = access.get_case(case.pk)
    assert (after.state, after.due_on) == (LegalState.IN_PROGRESS, date(2026, 9, 26))


def test_half_of_the_pieces_do_not_start_the_clock_again(system):
    town = make_town(regime="SVA")
    case = lodge(town)
    with town.acting():
        request = ask_for_pieces(
            case_id=case.pk,
            labels=["Plan", "Photo"],
            due_on=clock.today() + timedelta(15),
            text="",
            by=town.session(),
        )
    with actor.acting_as(actor.for_person(case.person_id)):
        give_pieces(case_id=case.pk, request_id=request.pk, files={0: (a_file().pk,)})
        assert access.get_case(case.pk).state == LegalState.WAITING_FOR_PERSON


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.PARTLY_GRANTED])
def test_an_unfavourable_decision_needs_its_reasons(system, outcome):
    town = make_town()
    case = lodge(town)
    with town.acting(), pytest.raises(ReasonsMissing):
        decide_case(
            case_id=case.pk, outcome=outcome, reasons_in_law="PLU", reasons_in_fact=" ", by=town.session()
        )


def test_a_decision_carries_its_author_and_reaches_the_person(system):
    town = make_town()
    case = lodge(town)
    with town.acting():
        decision = decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())
    assert decision.author_name == str(town.agent)
    assert decision.author_capacity == "adjointe administrative"
    assert str(town.agent) in OutboundMessage.objects.get(about=case.pk).text


def test_a_decided_case_is_not_decided_again(system):
    town = make_town()
    case = lodge(town)
    with town.acting():
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())
        with pytest.raises(NotForThisRole):
            decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())


def test_reception_answers_and_forwards_but_never_decides(system):
    town = make_town()
    case = lodge(town)
    receptionist = AgentFactory(organisation=town.body, with_role=Role.RECEPTION, with_role__on=[town.team])
    session = agent_session(receptionist.pk)
    with actor.acting_as(session.actor()):
        answer_person(case_id=case.pk, text="Nous regardons.", by=session)
        with pytest.raises(NotForThisRole):
            decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=session)
        with pytest.raises(NotForThisRole):
            close_case(case_id=case.pk, by=session)


def test_an_agent_of_another_body_finds_no_case_to_work_on(system):
    here, elsewhere = make_town(), make_town()
    case = lodge(here)
    with elsewhere.acting(), pytest.raises(CaseNotFound):
        answer_person(case_id=case.pk, text="Bonjour", by=elsewhere.session())


def test_assigning_starts_the_examination(system):
    town = make_town()
    case = lodge(town)
    with town.acting():
        assign_case(case_id=case.pk, to=town.agent, by=town.session())
    case = Case.objects.get(pk=case.pk)
    assert (case.assignee, case.state) == (town.agent, LegalState.IN_PROGRESS)
    assert case.participations.get(team=town.team).assignee == town.agent


def test_an_answer_sets_the_next_state_in_the_same_gesture(system):
    town = make_town()
    case = lodge(town)
    with town.acting():
        answer_person(case_id=case.pk, text="C’est fait.", by=town.session(), then=LegalState.CLOSED)
    assert Case.objects.get(pk=case.pk).state == LegalState.CLOSED


def test_an_empty_answer_is_refused_and_nothing_is_written(system):
    town = make_town()
    case = lodge(town)
    with town.acting(), pytest.raises(Invalid):
        answer_person(case_id=case.pk, text="  ", by=town.session())
    assert not case.messages.exists()


def test_the_words_of_the_person_bring_a_waiting_case_back_to_work(system):
    town = make_town()
    case = lodge(town)
    with town.acting():
        answer_person(
            case_id=case.pk, text="Quelle rue ?", by=town.session(), then=LegalState.WAITING_FOR_PERSON
        )
    with actor.acting_as(actor.for_person(case.person_id)):
        write_as_person(case_id=case.pk, text="Rue des Lilas")
    assert Case.objects.get(pk=case.pk).state == LegalState.IN_PROGRESS


def test_a_person_takes_the_demand_back_until_it_is_decided(system):
    town = make_town()
    case = lodge(town)
    with actor.acting_as(actor.for_person(case.person_id)):
        withdraw_case(case_id=case.pk)
    with town.acting(), pytest.raises(WrongState):
        reopen_case(case_id=case.pk, reason="", by=town.session())


def test_the_journal_holds_after_a_whole_life(system):
    from parvis.cases.checks import broken_chains

    town = make_town()
    case = lodge(town)
    with town.acting():
        assign_case(case_id=case.pk, to=town.agent, by=town.session())
        answer_person(case_id=case.pk, text="Bonjour", by=town.session())
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            reasons_in_law="PLU, art. 13",
            reasons_in_fact="Arbre protégé.",
            by=town.session(),
        )
        close_case(case_id=case.pk, by=town.session())
        reopen_case(case_id=case.pk, reason="Recours", by=town.session())
    assert list(broken_chains()) == []
    assert case.journal.count() == Case.objects.get(pk=case.pk).journal_length
