"""What falls due: every running clock on which agents must act, for the teams that must act, and for nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from parvis.cases import due_queries
from parvis.cases.clocks import asks_agents, clock_kinds
from parvis.cases.due_queries import Whose
from parvis.cases.models import Clock, ClockState
from parvis.cases.services.pieces import ask_for_pieces, give_pieces
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.treatment import assign_case, close_case, transfer_case
from parvis.common import actor, clock
from parvis.documents.services.store import store_file
from tests.documents.files import PDF
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture
def town(system):
    with clock.standing_at(NOW):
        yield make_town(regime="none", delay="10d")


def a_file():
    return store_file(content=ContentFile(PDF), name="plan.pdf")


def told(dues):
    return [(due.number, due.kind) for due in dues]


def test_late_then_soon_then_later_each_in_its_view(town):
    late, soon, later = (lodge(town, received_at=NOW - timedelta(days=age)) for age in (20, 8, 1))
    with town.acting():
        assert (late.number, "promise") in told(due_queries.late())
        assert (soon.number, "promise") in told(due_queries.soon())
        assert later.number not in {due.number for due in due_queries.late()}
        found = due_queries.calendar(date(2026, 3, 1), date(2026, 3, 31))
        assert (later.number, "promise") in told(found[date(2026, 3, 27)].first)
        assert due_queries.on_day(date(2026, 3, 27))[0].day == date(2026, 3, 27)


def test_a_delay_in_days_falls_on_its_last_day_and_is_late_at_midnight(town):
    case = lodge(town, received_at=datetime(2026, 3, 8, 9, tzinfo=UTC))
    row = Clock.objects.get(case=case, kind="promise")
    assert row.due_on == due_queries.day_of(row.due_at) == date(2026, 3, 18)
    with town.acting():
        with clock.standing_at(row.due_at - timedelta(seconds=1)):
            assert "promise" not in {due.kind for due in due_queries.late()}
        with clock.standing_at(row.due_at):
            assert "promise" in {due.kind for due in due_queries.late()}


def test_what_a_clock_asks_goes_with_its_case_to_another_team(town):
    other = TeamFactory(organisation=town.body)
    case = lodge(town, received_at=NOW - timedelta(days=20))
    with town.acting():
        assign_case(case_id=case.pk, to=town.agent, by=town.session())
        assert {due.assignee for due in due_queries.late(Whose(agent=town.agent.pk))} == {str(town.agent)}
        transfer_case(case_id=case.pk, to=other, reason="C’est à eux", by=town.session())
        assert due_queries.late() == []
    with actor.acting_as(actor.for_agent(1, [other.pk])):
        assert {due.assignee for due in due_queries.late(Whose(unassigned=True))} == {""}


def test_an_ended_case_asks_nothing_any_more(town):
    case = lodge(town, received_at=NOW - timedelta(days=20))
    with town.acting():
        close_case(case_id=case.pk, by=town.session(), outcome="answered")
        assert due_queries.late() == []
    assert not Clock.objects.filter(case=case).exclude(team=None).exists()


def test_pieces_that_came_are_to_be_looked_at_within_two_working_days(town):
    case = lodge(town)
    with town.acting():
        due_on = date(2026, 4, 10)
        request = ask_for_pieces(case_id=case.pk, labels=["Plan"], due_on=due_on, text="", by=town.session())
        assert "pieces" in {due.kind for due in due_queries.on_day(due_on)}
    friday = datetime(2026, 3, 20, 10, tzinfo=UTC)
    with clock.standing_at(friday), actor.admitting(case.pk):
        give_pieces(request_id=request.pk, case_id=case.pk, files={0: (a_file().pk,)})
    look = Clock.objects.get(case=case, kind="look")
    assert (look.due_on, look.team_id) == (date(2026, 3, 24), town.team.pk)
    with town.acting(), clock.standing_at(friday + timedelta(hours=2)):
        ask_for_pieces(case_id=case.pk, labels=["Autre"], due_on=due_on, text="", by=town.session())
    look.refresh_from_db()
    assert (look.state, look.team_id) == (ClockState.KEPT, None)


def test_pages_follow_one_another_without_hole_nor_double(town):
    for rank in range(7):
        lodge(town, received_at=NOW - timedelta(days=20 + rank % 2))
    seen, after = [], ""
    with town.acting():
        while True:
            page = due_queries.late(after=after, limit=3)
            seen += [due.id for due in page[:3]]
            if len(page) <= 3:
                break
            after = page[2].position
    assert len(seen) == len(set(seen)) == Clock.objects.filter(team=town.team, due_at__lte=NOW).count()


def test_a_team_sees_nothing_of_its_neighbours(town):
    lodge(town, received_at=NOW - timedelta(days=20))
    stranger = TeamFactory(organisation=town.body)
    with actor.acting_as(actor.for_agent(1, [stranger.pk])):
        assert due_queries.late() == []
        assert due_queries.counts() == (0, 0)
        assert due_queries.calendar(date(2026, 3, 1), date(2026, 3, 31)) == {}
        month = date(2026, 4, 1)
        assert due_queries.load(town.team.pk, until=month, treated_since=date(2026, 3, 1)) == []


def test_the_load_counts_a_case_once_a_day_and_what_was_treated(town):
    mine = lodge(town, received_at=NOW - timedelta(days=20))
    lodge(town, received_at=NOW - timedelta(days=5))
    with town.acting():
        assign_case(case_id=mine.pk, to=town.agent, by=town.session())
        treated = lodge(town)
        assign_case(case_id=treated.pk, to=town.agent, by=town.session())
        close_case(case_id=treated.pk, by=town.session(), outcome="answered")
        found = due_queries.load(town.team.pk, until=date(2026, 4, 14), treated_since=date(2026, 3, 1))
    by_name = {one.name: one for one in found}
    assert (by_name[str(town.agent)].late, by_name[str(town.agent)].treated) == (1, 1)
    assert by_name[""].by_day[date(2026, 3, 23)] == 1


def test_who_must_act_is_put_right_with_the_clocks(town):
    case = lodge(town)
    Clock.objects.filter(case=case, kind="promise").update(team=None)
    assert recompute_clocks(cases=[case.pk]).changed == 1
    assert Clock.objects.get(case=case, kind="promise").team_id == town.team.pk
    assert recompute_clocks(cases=[case.pk]).changed == 0


@pytest.mark.parametrize("kind", [kind.code for kind in clock_kinds])
def test_every_kind_that_asks_agents_says_what_to_do(kind):
    found = clock_kinds.get(kind)
    assert not asks_agents(kind) or str(found.deed or found.label)
