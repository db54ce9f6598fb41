"""Declaring an outage, correcting it, ending it, closing it as an error."""

from datetime import timedelta

import pytest

from parvis.common import clock
from parvis.outages.errors import (
    AlreadyDismissed,
    AlreadyOver,
    NotForThisRole,
    NothingNamed,
    NotStarted,
    OutageNotFound,
    ReasonMissing,
    WrongMoments,
)
from parvis.outages.models import Function, Outage, OutageKind
from parvis.outages.services.declaring import correct_outage, declare_outage, dismiss_outage, end_outage
from tests.factories.organisations import AgentFactory, OrganisationFactory
from tests.factories.outages import an_administrator, an_operator, an_outage, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def body(system):
    return OrganisationFactory.create()


def test_an_outage_declared_runs_until_someone_ends_it(body):
    outage = an_outage(body)
    assert outage.is_running

    ended = end_outage(outage_id=outage.pk, at=clock.now(), by=an_administrator(body))

    assert ended.is_over
    assert [event.verb for event in outage.events.all()] == ["declared", "ended"]


def test_an_outage_that_ends_twice_is_refused_and_keeps_its_first_end(body):
    outage, by = an_outage(body), an_administrator(body)
    first = end_outage(outage_id=outage.pk, at=clock.now() - HOUR / 2, by=by).ends_at

    with pytest.raises(AlreadyOver):
        end_outage(outage_id=outage.pk, at=clock.now(), by=by)
    assert Outage.objects.get(pk=outage.pk).ends_at == first


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": -2}, "ends_at"),
        ({"ends_at": 5}, "ends_at"),
        ({"expected_until": -2}, "expected_until"),
        ({"starts_at": 1}, "expected_until"),
    ],
    ids=["end before start", "end to come", "announced end before start", "maintenance without end"],
)
def test_moments_that_cannot_be_are_refused_with_the_field_to_correct(body, changes, field):
    hours = {name: clock.now() + value * HOUR for name, value in changes.items()}

    with pytest.raises(WrongMoments) as refusal:
        an_outage(body, **hours)
    assert refusal.value.field == field
    assert str(refusal.value)


def test_an_outage_that_names_nothing_is_refused(body):
    with pytest.raises(NothingNamed):
        an_outage(body, functions=[])


def test_a_maintenance_is_announced_and_neither_runs_nor_ends_before_its_time(body):
    outage = an_outage(body, starts_at=clock.now() + HOUR, expected_until=clock.now() + 2 * HOUR)

    assert (outage.kind, outage.is_planned, outage.is_running) == (OutageKind.PLANNED, True, False)
    with pytest.raises(NotStarted):
        end_outage(outage_id=outage.pk, at=clock.now(), by=an_administrator(body))


def test_an_end_before_the_start_is_refused(body):
    outage = an_outage(body)

    with pytest.raises(WrongMoments):
        end_outage(outage_id=outage.pk, at=outage.starts_at - HOUR, by=an_administrator(body))


def test_a_correction_keeps_what_was_said_before(body):
    outage = an_outage(body, cause="serveur")

    correct_outage(
        outage_id=outage.pk,
        told=told(starts_at=outage.starts_at, cause="réseau", functions=[Function.DEPOSIT]),
        by=an_administrator(body),
    )

    assert outage.events.get(verb="corrected").facts == {
        "before": {"cause": "serveur", "functions": ["portal"]}
    }


def test_an_outage_closed_as_an_error_asks_why_and_changes_no_more(body):
    outage, by = an_outage(body), an_administrator(body)
    with pytest.raises(ReasonMissing):
        dismiss_outage(outage_id=outage.pk, reason=" ", by=by)

    dismiss_outage(outage_id=outage.pk, reason="Fausse alerte.", by=by)

    with pytest.raises(AlreadyDismissed):
        end_outage(outage_id=outage.pk, at=clock.now(), by=by)
    assert not Outage.objects.get(pk=outage.pk).is_running


def test_an_administrator_declares_for_their_body_and_an_operator_for_all(body):
    elsewhere = OrganisationFactory.create()
    by = an_administrator(body)

    for organisation in (elsewhere, None):
        with pytest.raises(NotForThisRole):
            declare_outage(organisation=organisation, told=told(), by=by)
    assert declare_outage(organisation=None, told=told(), by=an_operator(body)).organisation is None


def test_an_agent_does_not_find_the_outage_of_another_body(body):
    outage = an_outage(body)
    stranger = an_administrator(AgentFactory.create().organisation)

    with pytest.raises(OutageNotFound):
        end_outage(outage_id=outage.pk, at=clock.now(), by=stranger)
