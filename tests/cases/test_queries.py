"""Queues, lists and search of the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from parvis.cases import queries
from parvis.cases.models import IntakeChannel, LegalState
from parvis.cases.services.messages import answer_person, write_note
from parvis.cases.services.treatment import assign_case, transfer_case
from parvis.common import clock
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db
QUEUES = queries.QUEUES


def numbers(rows):
    return [row.number for row in rows]


@pytest.fixture
def town(system):
    return make_town(regime="SVR")


def test_a_queue_shows_the_most_urgent_first(town):
    now = clock.now()
    late, soon, fresh = (lodge(town, received_at=now - timedelta(days=age)) for age in (90, 50, 1))
    with town.acting():
        assert numbers(queries.rows(QUEUES["mes-services"])) == [late.number, soon.number, fresh.number]
        assert numbers(queries.rows(QUEUES["en-retard"])) == [late.number]
        assert numbers(queries.rows(QUEUES["toutes"])) == [fresh.number, soon.number, late.number]


def test_pages_follow_one_another_without_hole_nor_double(town):
    cases = [lodge(town, received_at=datetime(2026, 1, 1 + rank % 3, 12, tzinfo=UTC)) for rank in range(7)]
    for code in ("mes-services", "toutes"):
        seen, after = [], ""
        with town.acting():
            while True:
                page = queries.rows(QUEUES[code], after=after, limit=2)
                seen += numbers(page[:2])
                if len(page) <= 2:
                    break
                after = page[1].position
        assert sorted(seen) == sorted(case.number for case in cases)


def test_a_case_shared_by_two_of_my_teams_shows_once(town):
    desk = TeamFactory(receives_for=[town.body])
    from parvis.common import actor
    from parvis.organisations.models import Role
    from parvis.organisations.sessions import agent_session
    from tests.factories.organisations import AgentFactory

    lodge(town)
    both = AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team, desk])
    with actor.acting_as(agent_session(both.pk).actor()):
        assert len(queries.rows(QUEUES["mes-services"])) == 1
        assert queries.counts()["mes-services"] == 1


def test_counts_tell_each_queue(town):
    first, second = lodge(town), lodge(town)
    with town.acting():
        assign_case(case_id=first.pk, to=town.agent, by=town.session())
        answer_person(case_id=second.pk, text="?", by=town.session(), then=LegalState.WAITING_FOR_PERSON)
        assert queries.counts() == {
            "mes-demandes": 1,
            "mes-services": 2,
            "sans-agent": 1,
            "en-retard": 0,
            "en-attente": 1,
        }


def test_another_teams_cases_are_in_no_queue(town):
    other = make_town()
    lodge(other)
    with town.acting():
        assert queries.rows(QUEUES["toutes"]) == []


def test_filters_narrow_a_list(town):
    web, phone = lodge(town), lodge(town, channel=IntakeChannel.PHONE)
    with town.acting():
        every = QUEUES["toutes"]
        assert numbers(queries.rows(every, filters=queries.Filters(channel="phone"))) == [phone.number]
        assert numbers(queries.rows(every, filters=queries.Filters(procedure="autre"))) == []
        today = clock.today()
        both = queries.rows(every, filters=queries.Filters(received_from=today, received_to=today))
        assert set(numbers(both)) == {web.number, phone.number}


@pytest.mark.parametrize(
    "after", ["n’importe quoi", "2026-01-01_pas-un-id", "_", "'; DROP TABLE cases_case; --_x"]
)
def test_an_unreadable_position_starts_from_the_first_page(town, after):
    case = lodge(town)
    with town.acting():
        assert numbers(queries.rows(QUEUES["mes-services"], after=after)) == [case.number]


@pytest.mark.parametrize(
    "words",
    ["élagages", "elagage", "chene malade", "Vasseur", "aude@example.invalid", "cadastres", "« élagage »"],
)
def test_search_reads_french(town, words):
    case = lodge(town)
    lodge(
        town,
        subject="Prêt de tables",
        answers={},
        person=PersonDetails(last_name="Autre", email="b@example.invalid"),
    )
    with town.acting():
        write_note(case_id=case.pk, text="Voir le cadastre des arbres", by=town.session())
        assert numbers(queries.search(words)) == [case.number]


def test_search_finds_a_number_with_or_without_spaces(town):
    case = lodge(town)
    with town.acting():
        assert numbers(queries.search(case.number)) == [case.number]


def test_search_never_crosses_the_wall(town):
    other = make_town()
    lodge(other)
    with town.acting():
        assert queries.search("chêne") == []


def test_search_follows_a_transfer(town):
    other = make_town()
    case = lodge(town)
    with town.acting():
        transfer_case(case_id=case.pk, to=other.team, reason="Chez vous", by=town.session())
        assert queries.search("chêne") == []
    with other.acting():
        assert numbers(queries.search("chêne")) == [case.number]


def test_a_queue_costs_one_query(town, django_assert_num_queries):
    for _rank in range(5):
        lodge(town)
    with town.acting(), django_assert_num_queries(1):
        queries.rows(QUEUES["mes-services"])
