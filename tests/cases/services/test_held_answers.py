"""Answers leave ten seconds after they are sent, and can be called back until then."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from parvis.cases.errors import CaseNotFound, WrongState
from parvis.cases.models import Attachment, Case, HeldAnswer, JournalEntry, LegalState, Message
from parvis.cases.services.held_answers import call_back_answer, drop_answer, hold_answer
from parvis.cases.services.treatment import close_case
from parvis.common import clock
from parvis.documents.services.store import store_file
from tests.documents.files import PDF
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def hold(town, case, **changes):
    with town.acting():
        return hold_answer(
            **{"case_id": case.pk, "text": "Nous coupons jeudi.", "by": town.session(), **changes}
        )


def a_file():
    return store_file(name="plan.pdf", content=ContentFile(PDF)).pk


def let_it_leave(run_jobs):
    with clock.standing_at(clock.now() + timedelta(seconds=11)):
        return run_jobs()


def test_nothing_is_said_before_ten_seconds(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case)
    run_jobs()
    assert not Message.objects.exists()
    assert Case.objects.get().state == LegalState.RECEIVED


def test_an_answer_leaves_at_its_time_in_its_authors_name(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case, then=LegalState.WAITING_FOR_PERSON)
    let_it_leave(run_jobs)
    message = Message.objects.get()
    assert (message.text, message.agent_id) == ("Nous coupons jeudi.", town.agent.pk)
    assert Case.objects.get().state == LegalState.WAITING_FOR_PERSON
    assert JournalEntry.objects.get(kind="message").agent_id == town.agent.pk
    assert not HeldAnswer.objects.exists()


def test_an_answer_called_back_never_leaves_and_is_kept_to_be_written_again(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case)
    with town.acting():
        held = call_back_answer(case_id=case.pk, by=town.session())
    let_it_leave(run_jobs)
    assert not Message.objects.exists()
    assert held.text == "Nous coupons jeudi."


def test_an_answer_that_has_left_cannot_be_called_back(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case)
    let_it_leave(run_jobs)
    with town.acting(), pytest.raises(WrongState):
        call_back_answer(case_id=case.pk, by=town.session())


def test_an_answer_written_again_leaves_once(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case)
    with town.acting():
        call_back_answer(case_id=case.pk, by=town.session())
    hold(town, case, text="Nous coupons vendredi.")
    let_it_leave(run_jobs)
    assert [message.text for message in Message.objects.all()] == ["Nous coupons vendredi."]


def test_an_answer_that_cannot_leave_any_more_says_why(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case, then=LegalState.WAITING_FOR_PERSON)
    with town.acting():
        close_case(case_id=case.pk, by=town.session())
    let_it_leave(run_jobs)
    held = HeldAnswer.objects.get()
    assert held.leaves_at is None
    assert held.refusal == str(WrongState())
    assert not Message.objects.filter(direction="outbound").exists()


def test_dropping_an_answer_called_back_drops_its_files(system):
    town = make_town()
    case = lodge(town)
    hold(town, case, files=(a_file(),))
    with town.acting():
        call_back_answer(case_id=case.pk, by=town.session())
        drop_answer(case_id=case.pk, by=town.session())
    assert not HeldAnswer.objects.exists()
    assert not Attachment.objects.exists()


def test_the_files_of_an_answer_go_with_its_message(system, run_jobs):
    town = make_town()
    case = lodge(town)
    hold(town, case, files=(a_file(),))
    let_it_leave(run_jobs)
    attachment = Attachment.objects.get()
    assert attachment.message == Message.objects.get()
    assert not attachment.is_internal


def test_an_agent_elsewhere_holds_no_answer(system):
    town, elsewhere = make_town(), make_town(code="pret-materiel")
    case = lodge(town)
    with pytest.raises(CaseNotFound):
        hold(elsewhere, case)
