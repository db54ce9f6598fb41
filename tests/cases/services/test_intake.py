"""The one door by which a case is born."""

from datetime import UTC, datetime

import pytest

from parvis.cases import access
from parvis.cases.errors import NotCompetent, WrongCode
from parvis.cases.models import Capacity, Case, IntakeChannel, LegalState
from parvis.cases.numbers import secret_code
from parvis.cases.services.intake import register_deposit
from parvis.common import actor
from tests.factories.cases import a_deposit, lodge, make_town
from tests.factories.organisations import OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db


def test_a_deposit_gives_birth_to_a_case_its_team_sees(system):
    town = make_town()
    case = lodge(town, received_at=datetime(2026, 1, 16, 9, tzinfo=UTC))
    with town.acting():
        seen = access.get_case(case.pk)
    assert (seen.state, seen.team, seen.organisation) == (LegalState.RECEIVED, town.team, town.body)
    assert seen.due_on.isoformat() == "2026-03-16"
    assert [entry.kind for entry in seen.journal.all()] == ["received"]


def test_the_same_key_gives_the_same_case(system):
    town = make_town()
    deposit = a_deposit(town)
    with actor.acting_as(actor.NOBODY):
        first, second = register_deposit(deposit=deposit), register_deposit(deposit=deposit)
    assert first.pk == second.pk
    assert Case.objects.count() == 1


def test_a_replay_finds_its_case_even_after_a_transfer(system):
    from parvis.cases.services.treatment import transfer_case

    here, elsewhere = make_town(), make_town()
    deposit = a_deposit(here)
    case = register_deposit(deposit=deposit)
    with here.acting():
        transfer_case(case_id=case.pk, to=elsewhere.team, reason="Compétence voisine", by=here.session())
    with actor.acting_as(actor.NOBODY):
        assert register_deposit(deposit=deposit).pk == case.pk


def test_number_and_code_open_the_case_and_nothing_else_does(system):
    town = make_town()
    case, other = lodge(town), lodge(town)
    code = secret_code("follow-up", case.pk)
    with actor.acting_as(actor.NOBODY):
        assert access.prove_case(number=case.number, code=code.lower()) == case.pk
        for number in (other.number, "", "0000"):
            with pytest.raises(WrongCode):
                access.prove_case(number=number, code=code)


def test_the_receipt_is_deferred_with_the_case(system):
    from procrastinate.contrib.django.models import ProcrastinateJob

    case = lodge(make_town())
    assert [(job.task_name, job.args) for job in ProcrastinateJob.objects.all()] == [
        ("cases.send_receipt", {"case_id": str(case.pk)})
    ]


def test_a_shared_desk_takes_part_in_the_cases_of_those_who_delegate(system):
    town = make_town()
    desk = TeamFactory(receives_for=[town.body])
    case = lodge(town)
    assert case.participations.get(team=desk).capacity == Capacity.RECEPTION


def test_where_no_team_is_competent_the_reception_takes_the_case(system):
    town = make_town()
    empty = OrganisationFactory(municipality=True)
    with pytest.raises(NotCompetent):
        lodge(town, organisation=empty)
    desk = TeamFactory(receives_for=[empty])
    assert lodge(town, organisation=empty).team == desk


def test_every_channel_gives_the_same_case_but_for_its_channel(system):
    town = make_town()
    cases = [lodge(town, channel=channel) for channel in IntakeChannel]
    assert {case.channel for case in cases} == set(IntakeChannel)
    assert len({(case.subject, case.state, case.team_id, case.due_on) for case in cases}) == 1
