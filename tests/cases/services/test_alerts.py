"""Alerts by mail: what was chosen, once, at the hours chosen, with nothing of the person in the mail."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parvis.cases.models import AlertChoice, AlertKind, AlertMode, AlertPlan, BusinessCalendar, IntakeChannel
from parvis.cases.services.alerts import HAPPENINGS, send_alerts, set_alerts
from parvis.cases.services.messages import answer_person, write_as_person
from parvis.cases.services.reaching import ask_to_reach
from parvis.cases.services.treatment import assign_case
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory, TeamFactory

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 3, 18, 12, tzinfo=UTC)
EVERYTHING = dict.fromkeys(((None, kind) for kind in AlertKind), AlertMode.DIGEST)


def paris(day, hour, minute=0):
    """Return a moment of March 2026 by the clock of the town hall."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


def choose(town, choices=EVERYTHING, *, hours=(8, 14), agent=None, **more):
    given = {"on_closed_days": False, "everyones": False, **more}
    return set_alerts(agent_id=(agent or town.agent).pk, hours=hours, choices=choices, **given)


def sent():
    return list(OutboundMessage.objects.filter(subject__startswith="Vos demandes").order_by("queued_at"))


def run_at(moment):
    with clock.standing_at(moment):
        return send_alerts()


@pytest.fixture
def town(system):
    with clock.standing_at(WEDNESDAY - timedelta(hours=1)):
        made = make_town(regime="none", delay="10d")
        choose(made)
        return made


def a_case(town, *, days, at=WEDNESDAY, **changes):
    with clock.standing_at(at):
        received = at - timedelta(days=days)
        return lodge(town, received_at=received, channel=IntakeChannel.COUNTER, **changes)


def test_a_digest_tells_what_is_late_soon_and_arrived_once_at_its_hour(town):
    late, soon = a_case(town, days=20), a_case(town, days=8)
    assert [run_at(paris(18, 13, 59)), run_at(paris(18, 14)), run_at(paris(18, 14, 1))] == [0, 1, 0]
    (message,) = sent()
    assert message.subject == "Vos demandes : 1 en retard, 1 à faire bientôt, 2 arrivées"
    assert message.recipient == town.agent.account.email
    for case in (late, soon):
        assert f"/bureau/demandes/{case.number}/" in message.text
    assert "Couper un arbre" in message.text
    assert "Répondre\u00a0: " in message.text
    assert "/bureau/moi/alertes/" in message.text


def test_the_mail_holds_nothing_of_the_person(town):
    a_case(town, days=20, subject="Chêne de Mme Vasseur", place="3 rue des Tilleuls")
    run_at(paris(18, 14))
    (message,) = sent()
    written = message.subject + message.text + message.html
    assert not [word for word in ("Vasseur", "Aude", "Tilleuls", "Chêne") if word in written]


def test_what_arrived_is_told_in_one_digest_only(town):
    a_case(town, days=0)
    assert run_at(paris(18, 14)) == 1
    assert run_at(paris(19, 8)) == 0  # nothing new, nothing late, nothing soon: no mail
    assert len(sent()) == 1


def test_a_worker_that_was_stopped_catches_up_the_same_day_and_not_at_night(town):
    a_case(town, days=20)
    assert run_at(paris(20, 0, 5)) == 0
    assert run_at(paris(20, 10)) == 1  # that of 8 h
    assert run_at(paris(20, 10, 1)) == 0
    assert "1 arrivée" in sent()[0].subject


def test_nothing_leaves_on_a_closed_day_unless_asked(town):
    a_case(town, days=20)
    assert run_at(paris(18, 14)) == 1
    assert run_at(paris(20, 14)) == 1
    assert [run_at(paris(21, 8)), run_at(paris(22, 14))] == [0, 0]
    with clock.standing_at(paris(22, 14)):
        choose(town, on_closed_days=True)
    assert run_at(paris(28, 8)) == 1
    turns = [run_at(paris(29, 7, 59)), run_at(paris(29, 8)), run_at(paris(29, 8, 1))]  # summer time
    assert turns == [0, 1, 0]


def test_a_closure_of_the_body_is_a_closed_day(town):
    hours = {str(day): [["09:00", "17:00"]] for day in range(1, 6)}
    closed = [{"since": "2026-03-19", "until": "2026-03-19", "why": "Inventaire"}]
    BusinessCalendar.objects.create(organisation=town.body, name="Mairie", hours=hours, closures=closed)
    with clock.standing_at(paris(18, 15)):
        choose(town)
    a_case(town, days=20)
    assert [run_at(paris(19, 8)), run_at(paris(20, 8))] == [0, 1]


def test_overseas_the_hour_is_that_of_the_place(system):
    with clock.standing_at(WEDNESDAY):
        town = make_town(regime="none", delay="10d", insee_code="97411")
        choose(town, hours=[8])
    a_case(town, days=20)
    assert run_at(datetime(2026, 3, 19, 3, 59, tzinfo=UTC)) == 0
    assert run_at(datetime(2026, 3, 19, 4, tzinfo=UTC)) == 1


def test_at_once_tells_an_arrival_then_a_delay_passed_each_once(town):
    with clock.standing_at(WEDNESDAY):
        choose(town, dict.fromkeys(((None, kind) for kind in AlertKind), AlertMode.AT_ONCE), hours=[])
    a_case(town, days=9, at=WEDNESDAY + timedelta(minutes=1))  # its last day is tomorrow
    turns = [run_at(WEDNESDAY + timedelta(minutes=rank)) for rank in range(1, 6)]
    assert turns == [0, 1, 0, 0, 0]
    assert sent()[-1].subject == "Vos demandes : 1 arrivée"
    assert [run_at(paris(19, 0, 2)), run_at(paris(19, 0, 3))] == [1, 0]
    assert sent()[-1].subject == "Vos demandes : 1 à faire bientôt"
    assert [run_at(paris(20, 0, 2)), run_at(paris(20, 0, 3))] == [1, 0]
    assert sent()[-1].subject == "Vos demandes : 1 en retard"


def test_each_team_and_kind_is_told_its_own_way(town):
    with clock.standing_at(WEDNESDAY):
        choose(
            town, {(None, AlertKind.LATE): AlertMode.DIGEST, (town.team.pk, AlertKind.LATE): AlertMode.NONE}
        )
    a_case(town, days=20)
    assert run_at(paris(18, 14)) == 0
    with clock.standing_at(paris(18, 15)):
        choose(town, {(town.team.pk, AlertKind.LATE): AlertMode.DIGEST})
    assert run_at(paris(19, 8)) == 1
    assert sent()[0].subject == "Vos demandes : 1 en retard"


def test_a_colleagues_case_is_told_to_whom_asks_for_it(town):
    colleague = AgentFactory(organisation=town.body, with_role="case_handler", with_role__on=[town.team])
    case = a_case(town, days=20)
    with town.acting():
        assign_case(case_id=case.pk, to=colleague, by=town.session())
    assert run_at(paris(18, 14)) == 0
    with clock.standing_at(paris(18, 15)):
        choose(town, everyones=True)
    assert run_at(paris(19, 8)) == 1


def test_an_agent_is_told_nothing_of_a_team_they_left_nor_once_they_are_gone(town):
    stranger = AgentFactory(organisation=town.body)
    with clock.standing_at(WEDNESDAY):
        choose(town, {(town.team.pk, AlertKind.LATE): AlertMode.DIGEST}, agent=stranger, everyones=True)
    town.agent.is_active = False
    town.agent.save(update_fields=["is_active"])
    a_case(town, days=20)
    assert run_at(paris(18, 14)) == 0


def test_a_digest_without_hour_is_refused_and_changes_nothing(town):
    with pytest.raises(Invalid):
        choose(town, hours=[])
    assert AlertChoice.objects.filter(agent=town.agent).count() == len(AlertKind)


def test_choosing_again_replaces_what_was_chosen(town):
    with clock.standing_at(WEDNESDAY):
        choose(town, {(None, AlertKind.LATE): AlertMode.NONE}, hours=[9])
    assert AlertChoice.objects.filter(agent=town.agent).count() == 1
    assert AlertPlan.objects.get(pk=town.agent.pk).next_digest_at is None


def test_the_other_teams_case_is_in_no_mail(town):
    TeamFactory(organisation=town.body)
    other = make_town(code="autre", regime="none", delay="10d")
    a_case(other, days=20)
    assert run_at(paris(18, 14)) == 0


def at_once(town):
    """Have the town's agent told at once of all that happens."""
    with clock.standing_at(WEDNESDAY):
        choose(town, dict.fromkeys(((None, kind) for kind in HAPPENINGS), AlertMode.AT_ONCE))


def test_what_is_given_to_one_what_persons_write_and_what_fails_is_told_but_not_ones_own_deeds(town):
    at_once(town)
    case = a_case(town, days=0)
    colleague = AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER, with_role__on=[town.team])
    with clock.standing_at(paris(18, 15)):
        with actor.acting_as(agent_session(colleague.pk).actor()):
            assign_case(case_id=case.pk, to=town.agent, by=agent_session(colleague.pk))
        with actor.acting_as(actor.for_job(case.pk)):
            write_as_person(case_id=case.pk, text="Et alors ?")
            ask_to_reach(case_id=case.pk, key="x", why={"call": "answer"})
        with town.acting():
            answer_person(case_id=case.pk, text="Oui.", by=town.session())

    assert run_at(paris(18, 15, 2)) == 1
    assert run_at(paris(18, 15, 4)) == 0
    (message,) = sent()
    assert message.subject == "Vos demandes : 1 à vous, 1 avec un message, 1 avec un échec"
    assert message.text.count(f"/bureau/demandes/{case.number}/") == 3


def test_what_a_colleague_treats_or_one_did_oneself_is_not_told(town):
    at_once(town)
    case = a_case(town, days=0)
    with clock.standing_at(paris(18, 15)), town.acting():
        assign_case(case_id=case.pk, to=town.agent, by=town.session())
        answer_person(case_id=case.pk, text="Oui.", by=town.session())
    assert run_at(paris(18, 15, 2)) == 0
