from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.calendars import ALWAYS, PARIS, Calendar, Closure
from parvis.deadlines.errors import BadSpan, ClockEnded, EndBeforeStart
from parvis.deadlines.explanation_of_targets import explain_target
from parvis.deadlines.targets import (
    Pause,
    Span,
    SpanUnit,
    due_at,
    moment_at_share,
    paused,
    resumed,
    time_left,
)

OFFICE = Calendar.of_hours({str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)})


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def pause(since: str, until: str | None) -> Pause:
    return Pause(paris(since), paris(until) if until else None)


moments = st.integers(0, 3 * 365 * 86_400).map(
    lambda second: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
spans = st.builds(Span, st.integers(1, 90), st.sampled_from(SpanUnit))


@st.composite
def pauses(draw):
    since = draw(moments)
    return Pause(since, since + timedelta(minutes=draw(st.integers(0, 20_000))))


@pytest.mark.parametrize("written", ["", "2", "h", "0h", "2 d", "1w", "-1h", "20000h", "2H"])
def test_what_is_no_length_is_refused(written):
    with pytest.raises(BadSpan):
        Span.parse(written)


def test_a_day_that_closes_at_midnight_is_the_day_before():
    """Asked on Monday, « one day » is Tuesday, whose last moment is written as Wednesday's first."""
    nights = Calendar.of_hours({str(day): [["18:00", "24:00"]] for day in range(1, 6)})

    assert due_at(ALWAYS, paris("2026-11-02 10:00"), Span.parse("1d")) == paris("2026-11-04 00:00")
    assert due_at(nights, paris("2026-11-02 19:00"), Span.parse("1d")) == paris("2026-11-04 00:00")
    assert due_at(nights, paris("2026-11-03 00:00"), Span.parse("1d")) == paris("2026-11-05 00:00")


@given(spans)
def test_a_length_is_written_as_it_is_read(span):
    assert Span.parse(str(span)) == span


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-11-02 11:30", "2h", "2026-11-02 15:00"),  # over the lunch break
        ("2026-11-02 16:55", "1d", "2026-11-03 17:00"),  # the day itself does not count
        ("2026-11-06 10:00", "1d", "2026-11-09 17:00"),  # Friday to Monday evening
        ("2026-11-07 10:00", "1d", "2026-11-09 17:00"),  # asked on a Saturday
        ("2026-11-09 10:00", "2d", "2026-11-12 17:00"),  # over 11 November
        ("2026-11-02 16:45", "30min", "2026-11-03 09:15"),
    ],
)
def test_a_target_is_due_in_opening_time(start, span, due):
    assert due_at(OFFICE, paris(start), Span.parse(span)) == paris(due)


def test_a_pause_over_a_week_end_costs_a_target_in_days_nothing():
    week_end = pause("2026-11-06 17:00", "2026-11-09 09:00")

    assert due_at(OFFICE, paris("2026-11-05 10:00"), Span.parse("3d"), [week_end]) == paris(
        "2026-11-10 17:00"
    )
    assert due_at(OFFICE, paris("2026-11-05 10:00"), Span.parse("3d")) == paris("2026-11-10 17:00")


def test_a_pause_over_a_week_end_costs_a_target_in_hours_nothing():
    week_end = pause("2026-11-06 17:00", "2026-11-09 09:00")

    assert due_at(OFFICE, paris("2026-11-06 16:00"), Span.parse("2h"), [week_end]) == paris(
        "2026-11-09 10:00"
    )


def test_a_pause_of_minutes_does_not_win_a_day():
    short = pause("2026-11-03 10:00", "2026-11-03 10:10")

    assert due_at(OFFICE, paris("2026-11-02 10:00"), Span.parse("1d"), [short]) == paris("2026-11-03 17:00")


def test_a_pause_over_closing_time_wins_that_day():
    evening = pause("2026-11-03 16:00", "2026-11-04 09:30")

    assert due_at(OFFICE, paris("2026-11-02 10:00"), Span.parse("1d"), [evening]) == paris("2026-11-04 17:00")


def test_a_pause_over_the_lunch_break_wins_only_its_opening_minutes():
    lunch = pause("2026-11-02 11:50", "2026-11-02 13:40")

    assert due_at(OFFICE, paris("2026-11-02 11:00"), Span.parse("2h"), [lunch]) == paris("2026-11-02 14:50")


def test_nothing_is_due_while_a_pause_lasts():
    lasting = pause("2026-11-02 10:00", None)

    assert due_at(OFFICE, paris("2026-11-02 09:00"), Span.parse("4h"), [lasting]) is None
    assert due_at(OFFICE, paris("2026-11-02 09:00"), Span.parse("2d"), [lasting]) is None


def test_a_pause_after_the_end_changes_nothing():
    late = pause("2026-11-05 09:00", None)

    assert due_at(OFFICE, paris("2026-11-02 09:00"), Span.parse("2h"), [late]) == paris("2026-11-02 11:00")


@given(moments, spans, st.lists(pauses(), max_size=3), pauses())
def test_one_more_pause_never_brings_a_target_nearer(start, span, others, one_more):
    assert due_at(OFFICE, start, span, [*others, one_more]) >= due_at(OFFICE, start, span, others)


@given(moments, spans, st.lists(pauses(), max_size=3))
def test_the_order_and_the_repetition_of_pauses_do_not_matter(start, span, known):
    told = due_at(OFFICE, start, span, known)

    assert due_at(OFFICE, start, span, [*known[::-1], *known]) == told


@given(moments, moments, spans, st.lists(pauses(), max_size=2))
def test_who_starts_later_is_never_due_earlier(one, other, span, known):
    first, second = sorted((one, other))

    assert due_at(OFFICE, first, span, known) <= due_at(OFFICE, second, span, known)


@given(moments, spans, st.lists(pauses(), max_size=2), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_warnings_come_in_order_before_the_due_date(start, span, known, one, other):
    first, second = sorted((one, other))
    due = due_at(OFFICE, start, span, known)

    assert (
        moment_at_share(OFFICE, start, due, first, known)
        <= moment_at_share(OFFICE, start, due, second, known)
        <= due
    )


def test_a_warning_with_several_periods_a_day_falls_in_opening_hours_before_the_due_date():
    start, due = paris("2026-11-02 11:00"), paris("2026-11-02 16:30")  # four hours, lunch between

    assert moment_at_share(OFFICE, start, due, 0.5) == paris("2026-11-02 14:30")
    assert moment_at_share(OFFICE, start, due, 0.25) == paris("2026-11-02 12:00")


def test_escalation_an_hour_before_the_due_date_skips_the_lunch_break():
    assert OFFICE.before(paris("2026-11-02 14:00"), timedelta(hours=1)) == paris("2026-11-02 11:30")


def test_the_time_left_is_opening_time_and_negative_once_late():
    assert time_left(OFFICE, paris("2026-11-06 16:00"), paris("2026-11-09 10:00")) == timedelta(hours=2)
    assert time_left(OFFICE, paris("2026-11-09 11:00"), paris("2026-11-09 10:00")) == -timedelta(hours=1)


def test_an_edited_calendar_moves_what_is_due():
    closed = Calendar.of_hours(
        {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)},
        closures=(Closure(paris("2026-11-03").date(), paris("2026-11-04").date(), "dégât des eaux"),),
    )

    assert due_at(closed, paris("2026-11-02 10:00"), Span.parse("2d")) == paris("2026-11-06 17:00")


def test_an_ended_clock_is_not_suspended():
    with pytest.raises(ClockEnded) as refusal:
        paused((), since=paris("2026-11-03 10:00"), ended_at=paris("2026-11-02 10:00"))

    assert "déjà terminé" in str(refusal.value)


def test_a_clock_already_stopped_is_not_stopped_twice():
    stopped = paused((), since=paris("2026-11-02 10:00"), ended_at=None)

    assert paused(stopped, since=paris("2026-11-02 11:00"), ended_at=None) == stopped
    assert resumed(stopped, at=paris("2026-11-02 12:00")) == (pause("2026-11-02 10:00", "2026-11-02 12:00"),)


def test_a_pause_that_ends_before_it_starts_is_refused():
    with pytest.raises(EndBeforeStart):
        resumed((pause("2026-11-02 10:00", None),), at=paris("2026-11-01 10:00"))


def test_day_and_night_a_target_in_hours_is_plain_time():
    assert due_at(ALWAYS, paris("2026-11-07 22:00"), Span.parse("72h")) == paris("2026-11-10 22:00")


def test_a_target_is_explained_with_its_pauses_and_its_days_off():
    calendar = Calendar.of_hours(
        {str(day): [["09:00", "17:00"]] for day in range(1, 6)},
        closures=(Closure(paris("2026-11-12").date(), paris("2026-11-13").date(), "inventaire"),),
    )
    start, span = paris("2026-11-09 16:00"), Span.parse("4h")
    stopped = pause("2026-11-10 09:30", "2026-11-10 12:00")
    due = due_at(calendar, start, span, [stopped])
    told = [sentence.person for sentence in explain_target(calendar, start, span, due, [stopped])]

    assert told == [
        "Ce délai compte à partir du lundi 9 novembre à 16\u00a0h\u00a0: 4 heures d’ouverture.",
        "Il s’est arrêté du mardi 10 novembre à 9\u00a0h\u00a030 au mardi 10 novembre à midi.",
        "Il finit le mardi 10 novembre à 14\u00a0h\u00a030.",
    ]


def test_days_off_are_named_whatever_their_cause():
    calendar = Calendar.of_hours(
        {str(day): [["09:00", "17:00"]] for day in range(1, 6)},
        closures=(Closure(paris("2026-11-12").date(), paris("2026-11-13").date(), "inventaire"),),
    )
    start, span = paris("2026-11-10 16:00"), Span.parse("1d")
    told = explain_target(calendar, start, span, due_at(calendar, start, span))

    assert told[1].person == (
        "Ne comptent pas\u00a0: mercredi 11 novembre (Armistice), du jeudi 12 novembre au vendredi 13 novembre "
        "(inventaire)."
    )
