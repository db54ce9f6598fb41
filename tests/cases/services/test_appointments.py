"""Appointments of a workflow: slots of a real server by HTTP, signed notices, links of a body; each told once."""

from datetime import datetime, timedelta
from ipaddress import ip_network

import pytest

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.agenda_kinds import Agenda, agendas
from parvis.cases.appointment_story import appointments_of
from parvis.cases.errors import AppointmentCancelled, AppointmentTooEarly, CaseNotFound
from parvis.cases.models import AppointmentState, Case, Timer, TimerState
from parvis.cases.services.appointments import cancel_appointment, record_appointment
from parvis.cases.services.outside_asks import look_at_waiting_asks, look_outside, take_notice
from parvis.cases.services.transitions import make_transition
from parvis.cases.signed_calls import signature
from parvis.common import clock
from tests.factories.cases import lodge
from tests.factories.workflows import examination, status, town_with, transition
from tests.harness.outside import outside

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
SECRET = "agenda"
SLOT = "2031-03-05T10:00:00+01:00"
LATER = "2031-03-12T14:30:00+01:00"


@pytest.fixture
def diary(settings):
    settings.WEB_SERVICE_SECRETS = {SECRET: "s3cret"}
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.0/8")]
    with outside("/slots", secret=SECRET) as service:
        service.opened = {"link": "https://agenda.example/a1", "reference": "a/1"}
        service.standing = {"state": "proposed"}
        yield service


def proposing(**more):
    made = examination()
    visit = {"do": "propose_appointment", "key": "visit", "text": "Visite des lieux", **more}
    told = {"do": "set_tags", "add": ["{{ case.results.visit.link }}"]}
    made["statuses"].append(status("to_choose", "waiting_for_person", on_arrival=[visit, told]))
    made["transitions"] += [
        transition("ask", ["received"], "to_choose"),
        transition("chosen", ["to_choose"], "examined", when={"on": "signal", "name": "booked"}),
        transition(
            "given_up", ["to_choose", "examined"], "received", when={"on": "signal", "name": "unbooked"}
        ),
        transition("met", ["examined"], "done", when={"on": "date", "date": "case.results.visit.starts_at"}),
    ]
    return town_with(made)


@pytest.fixture
def online(system, diary):
    return proposing(agenda="http_agenda", url=diary.address, secret=SECRET)


def asked(town, run_jobs) -> Case:
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="ask", by=town.session())
    run_jobs()
    return fresh(case)


def told(diary, run_jobs, case, **standing):
    diary.standing = standing
    row = case.appointments.get()
    take_notice(
        kind="appointments",
        case_id=case.pk,
        ask_id=row.pk,
        headers=signature(SECRET, b"{}"),
        content=b"{}",
    )
    run_jobs()
    return fresh(case)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def kinds(case):
    return [each.kind for each in case.journal.order_by("position") if each.kind.startswith("appointment")]


def test_a_slot_chosen_outside_comes_back_once_and_sets_the_timer_that_reads_it(online, diary, run_jobs):
    case = asked(online, run_jobs)
    assert case.track["tags"] == {"all": ["https://agenda.example/a1"]}
    assert (case.status, appointments_of(case)[0].link) == ("to_choose", "https://agenda.example/a1")
    for _twice in range(2):
        case = told(diary, run_jobs, case, state="taken", starts_at=SLOT, place="Mairie, salle 2")

    assert case.status == "examined"
    assert kinds(case) == ["appointment_proposed", "appointment_taken"]
    assert Timer.objects.get(case=case).due_at == datetime.fromisoformat(SLOT)
    assert all(diary.signed)
    assert "person" not in str(diary.calls[0][3])


def test_a_slot_that_moves_takes_its_timer_along_and_one_cancelled_drops_it(online, diary, run_jobs):
    case = told(diary, run_jobs, asked(online, run_jobs), state="taken", starts_at=SLOT)
    case = told(diary, run_jobs, case, state="taken", starts_at=LATER)
    timer = Timer.objects.get(case=case)
    assert (timer.state, timer.due_at) == (TimerState.WAITING, datetime.fromisoformat(LATER))
    case = told(diary, run_jobs, case, state="cancelled")
    timer.refresh_from_db()
    assert (case.status, timer.state) == ("received", TimerState.CANCELLED)
    assert kinds(case)[1:] == ["appointment_taken", "appointment_moved", "appointment_cancelled"]


def test_a_notice_not_signed_is_not_found_and_an_answer_not_understood_changes_nothing(
    online, diary, run_jobs
):
    case = asked(online, run_jobs)
    with pytest.raises(CaseNotFound):
        take_notice(
            kind="appointments", case_id=case.pk, ask_id=case.appointments.get().pk, headers={}, content=b""
        )
    for wrong in ({"state": "taken", "starts_at": "2031-03-05T10:00:00"}, {"state": "gone"}, {"state": []}):
        diary.wrong = [(200, wrong)]
        with pytest.raises(ActionFailed):
            look_outside(kind="appointments", case_id=case.pk, ask_id=case.appointments.get().pk)
        assert (fresh(case).status, case.appointments.get().starts_at) == ("to_choose", None)


def test_the_person_cancels_and_the_agenda_is_told_until_it_knows(online, diary, run_jobs):
    case = told(diary, run_jobs, asked(online, run_jobs), state="taken", starts_at=SLOT)
    row = case.appointments.get()
    diary.wrong = [(503, {})]
    with online.acting():
        cancel_appointment(case_id=case.pk, appointment_id=row.pk, by=None)
        with pytest.raises(AppointmentCancelled):
            cancel_appointment(case_id=case.pk, appointment_id=row.pk, by=online.session())
    with pytest.raises(ActionFailed):
        run_jobs()
    assert look_at_waiting_asks() == 1
    run_jobs()
    assert [call[0] for call in diary.calls][-2:] == ["DELETE", "DELETE"]
    row.refresh_from_db()
    assert (row.state, row.untold) == (AppointmentState.CANCELLED, False)
    assert fresh(case).status == "received"


def test_by_a_link_an_agent_writes_the_slot_down(system, run_jobs):
    town = proposing(url="https://ville.example/creneaux?demande={{ case.number }}")
    case = asked(town, run_jobs)
    row = case.appointments.get()
    assert row.link == f"https://ville.example/creneaux?demande={case.number}"
    given = {"case_id": case.pk, "appointment_id": row.pk, "place": "Guichet 3", "by": town.session()}
    with town.acting():
        with pytest.raises(AppointmentTooEarly):
            record_appointment(starts_at=clock.now() - timedelta(days=3), **given)
        record_appointment(starts_at=datetime.fromisoformat(SLOT), **given)
    case = fresh(case)
    assert (case.status, case.track["results"]["visit"]["place"]) == ("examined", "Guichet 3")
    assert look_at_waiting_asks() == 0
    [entry] = case.journal.filter(kind="appointment_taken")
    assert entry.personal["place"] == "Guichet 3"


@pytest.fixture(params=agendas.codes())
def agenda(request) -> Agenda:
    return agendas.get(request.param)


def test_every_agenda_opens_a_choice_and_one_that_speaks_can_be_asked_and_told(agenda):
    assert str(agenda.label).strip()
    assert type(agenda).open is not Agenda.open
    assert agenda.speaks == (type(agenda).look is not Agenda.look)
    assert agenda.speaks == (type(agenda).give_up is not Agenda.give_up)
