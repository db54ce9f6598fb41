"""A calendar that changes: open cases planned again, the difference logged, those concerned told, once."""

from collections import Counter
from datetime import datetime

import pytest

from parvis.cases.dials import dials
from parvis.cases.services.levels import replan_clocks
from parvis.cases.services.replanning import tell_replanned
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.treatment import close_case
from parvis.channels.models import OutboundMessage
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.deadlines.errors import NeverOpen
from tests.factories.cases import Town, make_town
from tests.factories.service_levels import agree, clocks_of, edit, lodged, office, paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system) -> Town:
    return make_town(regime="none", delay="")


def test_an_edited_calendar_plans_open_cases_again_and_logs_the_difference(town, run_jobs):
    row = office(town)
    agree(town, calendar=row, resolution="2d")
    open_case = lodged(town, "2026-11-02 10:00")
    ended = lodged(town, "2026-11-02 10:00")
    with clock.standing_at(paris("2026-11-02 11:00")), town.acting():
        close_case(case_id=ended.pk, by=town.session())
    before = clocks_of(ended)["resolution"].due_at
    edit(town, row, closures=[{"since": "2026-11-03", "until": "2026-11-04", "why": "dégât des eaux"}])
    with clock.standing_at(paris("2026-11-02 12:00")):
        replan_clocks(calendar_id=row.pk)

    assert clocks_of(open_case)["resolution"].due_at == paris("2026-11-06 17:00")
    assert clocks_of(ended)["resolution"].due_at == before
    moved = open_case.journal.get(kind="replanned").facts
    assert moved["name"] == "Bureau"
    assert datetime.fromisoformat(moved["moved"][0]["to"]) == paris("2026-11-06 17:00")
    assert "dégât des eaux" in " ".join(
        one.person for dial in dials(whole_story(open_case)) for one in dial.why
    )


def test_who_was_told_a_moment_is_told_the_new_one(town, run_jobs):
    row = office(town)
    agree(town, calendar=row, resolution="2d", is_shown=True)
    case = lodged(town, "2026-11-20 10:00")
    edit(town, row, closures=[{"since": "2026-11-23", "until": "2026-11-24", "why": "inventaire"}])
    run_jobs()
    mail = OutboundMessage.objects.get(about=case.pk, subject__startswith="Nouvelle date")

    assert "jeudi 26 novembre à 17" in mail.text


def test_a_job_run_again_tells_nobody_twice_and_the_next_change_is_told(town, run_jobs):
    row = office(town)
    agree(town, calendar=row, resolution="2d", is_shown=True)
    cases = [lodged(town, "2026-11-20 10:00") for _rank in range(3)]
    keys = [case.pk for case in cases]

    def mails() -> list[int]:
        found = OutboundMessage.objects.filter(about__in=keys, subject__startswith="Nouvelle date")
        return sorted(Counter(found.values_list("about", flat=True)).values())

    with clock.standing_at(paris("2026-11-20 11:00")):
        edit(town, row, closures=[{"since": "2026-11-23", "until": "2026-11-24", "why": "inventaire"}])
        run_jobs()
        tell_replanned(case_ids=keys)
    assert mails() == [1, 1, 1]
    with clock.standing_at(paris("2026-11-20 12:00")):
        edit(town, row, closures=[{"since": "2026-11-23", "until": "2026-11-25", "why": "inventaire"}])
        run_jobs()
    assert mails() == [2, 2, 2]


def test_an_edit_that_changes_no_hour_plans_nothing_again(town, run_jobs):
    row = office(town)
    edit(town, row, name="Bureau de Valmont")

    assert run_jobs() == []


def test_a_calendar_without_one_open_hour_is_refused(town):
    with pytest.raises(NeverOpen):
        edit(town, office(town), hours={"1": []})


def test_two_calendars_of_one_name_are_refused(town):
    office(town)
    other = office(town, name="Autre")
    with pytest.raises(Invalid):
        edit(town, other, name="Bureau")
