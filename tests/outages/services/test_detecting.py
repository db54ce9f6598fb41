"""What the platform finds out by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from parvis.common import clock
from parvis.outages.models import Function, Outage
from parvis.outages.probing import Probe
from parvis.outages.pulses import WEB, WORKER
from parvis.outages.services.detecting import beat, end_planned_outages, note_finding
from tests.factories.organisations import OrganisationFactory
from tests.factories.outages import an_outage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Looked(Probe):
    """The probe of pages, that says what the test tells it."""

    code, label, functions = "web", "les pages", (Function.PORTAL,)

    def look(self):
        raise AssertionError("the test notes what it finds")


def look(*findings, start=START):
    """Note one finding a minute; « x » is a failure."""
    for rank, finding in enumerate(findings):
        with clock.standing_at(start + rank * MINUTE):
            note_finding(probe=Looked(), wrong="" if finding == "." else "no answer")


def test_three_failures_in_a_row_open_an_outage_since_the_first():
    look(*".x.xx")
    assert not Outage.objects.exists()

    look("x", start=START + 5 * MINUTE)

    outage = Outage.objects.get()
    assert (outage.starts_at, outage.ends_at, outage.functions) == (START + 3 * MINUTE, None, ["portal"])


def test_two_successes_in_a_row_end_it_at_the_first():
    look(*"xxxx.x..x")

    outage = Outage.objects.get()
    assert (outage.starts_at, outage.ends_at) == (START, START + 6 * MINUTE)


def test_a_probe_that_goes_on_failing_opens_one_outage():
    look(*"xxxxxxx")

    assert Outage.objects.count() == 1


def silent(pulse, minutes):
    """Beat, stay silent, beat again."""
    for moment in (START, START + minutes * MINUTE):
        with clock.standing_at(moment):
            beat(pulse=pulse)


@pytest.mark.parametrize("pulse", [WEB, WORKER], ids=["web", "worker"])
def test_the_gap_between_two_beats_is_an_outage_that_is_over(pulse):
    silent(pulse, 40)

    outage = Outage.objects.get()
    assert (outage.starts_at, outage.ends_at) == (START, START + 40 * MINUTE)
    assert outage.probe == pulse.code


def test_a_short_silence_is_no_outage():
    silent(WEB, 2)

    assert not Outage.objects.exists()


def test_a_clock_set_back_is_no_outage_and_forgets_nothing():
    silent(WEB, -90)
    with clock.standing_at(START + 2 * MINUTE):
        beat(pulse=WEB)

    assert not Outage.objects.exists()


@pytest.mark.parametrize("leap", [timedelta(days=31), timedelta(days=-1)], ids=["forward", "back"])
def test_a_clock_that_leaps_while_the_part_lives_is_no_outage_and_a_real_silence_still_is(leap):
    with clock.standing_at(START):
        beat(pulse=WEB)
    for minutes in (1, 2):
        with clock.standing_at(START + leap + minutes * MINUTE):
            beat(pulse=WEB, awake=MINUTE)
    assert not Outage.objects.exists()

    with clock.standing_at(START + leap + 42 * MINUTE):
        beat(pulse=WEB, awake=40 * MINUTE)

    outage = Outage.objects.get()
    assert (outage.starts_at, outage.ends_at) == (START + leap + 2 * MINUTE, START + leap + 42 * MINUTE)


def test_a_clock_put_right_again_after_a_restart_counts_from_the_second_beat():
    with clock.standing_at(START + timedelta(days=31)):
        beat(pulse=WEB)
    for minutes, awake in ((0, None), (1, MINUTE), (41, 40 * MINUTE)):
        with clock.standing_at(START + minutes * MINUTE):
            beat(pulse=WEB, awake=awake)

    assert Outage.objects.get().starts_at == START + MINUTE


def test_a_gap_seen_by_the_probe_as_well_is_the_same_outage_begun_earlier():
    with clock.standing_at(START):
        beat(pulse=WEB)
    look(*"xxx", start=START + 5 * MINUTE)
    with clock.standing_at(START + 20 * MINUTE):
        beat(pulse=WEB)

    outage = Outage.objects.get()
    assert (outage.starts_at, outage.ends_at) == (START, None)


def test_a_maintenance_ends_by_itself_at_the_end_announced():
    body = OrganisationFactory.create()
    with clock.standing_at(START):
        outage = an_outage(body, starts_at=START + 10 * MINUTE, expected_until=START + 40 * MINUTE)
    for minutes, ended in ((39, 0), (41, 1), (42, 0)):
        with clock.standing_at(START + minutes * MINUTE):
            assert end_planned_outages() == ended

    assert Outage.objects.get(pk=outage.pk).ends_at == START + 40 * MINUTE
