"""Delays: due dates in opening time, every clock derived again while agents work, silence that decides exactly once."""

import os
import signal
import threading
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from bench import processes
from bench.measures import Measure, spread
from bench.promised import PromisedMaker, add_promised_cases
from bench.run import Bench, as_system, expect, scenario
from bench.silence import add_silent_cases, two_months_before
from bench.stage import say
from config.children import Child

STARTS = 20_000
PROCESSES = 2
LOOK_EVERY = 3.0
SLOWEST = 15
"""Decisions a second below which « silence » is given up, however often the worker is killed."""


@scenario("due-dates")
def due_dates(bench: Bench) -> list[Measure]:
    """Due dates in a business calendar with breaks, closures and holidays: one processor, no database."""
    from parvis.deadlines.calendars import Calendar, Closure
    from parvis.deadlines.targets import Span, due_at

    week = {str(day): [["08:30", "12:00"], ["13:30", "17:15"]] for day in range(1, 6)}
    closures = tuple(Closure(date(year, 8, 3), date(year, 8, 14), "Été") for year in range(2024, 2030))
    calendar = Calendar.of_hours(week, territory="mainland", closures=closures)
    spans = [Span.parse(text) for text in ("4h", "30min", "2d", "10d")]
    first = datetime(2025, 1, 1, tzinfo=UTC)
    starts = [first + timedelta(minutes=37 * rank) for rank in range(STARTS)]
    due_at(calendar, starts[0], spans[0])
    begun = time.process_time()
    for rank, start in enumerate(starts):
        due_at(calendar, start, spans[rank % len(spans)])
    return [Measure("due-dates", "rate", STARTS / (time.process_time() - begun), "/s/core", bench.cases)]


@scenario("recompute")
def recompute(bench: Bench) -> list[Measure]:
    """Every clock derived again by two commands at once, all of them wrong by a day, while an agent reads a queue."""
    _command(bench, "first")  # cases of the base are made without clocks
    _shift_every_clock()
    took, walls = _command(bench, "recompute")
    again, _walls = _command(bench, "again")
    every = _cases_held()  # a base kept from one time to the next holds those of other scenarios too
    return [
        Measure("recompute", "cases_per_s", every / took, "/s", bench.cases),
        Measure("recompute", "million_min", took / every * 1_000_000 / 60, "min", bench.cases),
        Measure("recompute", "unchanged_per_s", every / again, "/s", bench.cases),
        Measure("recompute", "wrong_after", _wrong_clocks(), "", bench.cases),
        *spread("recompute", walls, bench.cases),
    ]


def _command(bench: Bench, name: str) -> tuple[float, list[float]]:
    """Run ``recompute-clocks`` in two halves; return the seconds it took and the waits of an agent meanwhile, in ms."""
    parts = [
        Child(
            name,
            ["recompute-clocks", "--share", f"{part}/{PROCESSES}"],
            log=bench.stage.data / "log" / f"{name}.log",
        )
        for part in range(1, PROCESSES + 1)
    ]
    agent, walls = bench.agent(bench.world.wide_account), []
    begun = time.monotonic()
    for part in parts:
        part.start()
    while any(part.code() is None for part in parts):
        walls.append(float(expect(agent.get("/bureau/files/mes-services/")).first_byte_ms))
        time.sleep(0.2)
    took = time.monotonic() - begun
    for part in parts:
        if part.code():
            raise RuntimeError(f"recompute-clocks failed: {part.ending()}")
    return took, walls


@scenario("replan")
def replan(bench: Bench) -> list[Measure]:
    """A closure declared late in a calendar on which as many promises run: moved, journalled, to be told; CPU time."""
    from config.embedded import OWNER
    from parvis.cases.services.levels import replan_clocks

    with as_system():
        calendar = _calendar(bench)
    received = datetime.now(UTC) - timedelta(days=5)
    maker = PromisedMaker(bench.world, bench.cases, received, calendar)
    add_promised_cases(bench.stage.database.url(OWNER), maker)
    _arrange("promised:")
    _close_tomorrow(calendar)
    begun = time.process_time() * 1000 + bench.stage.cpu_ms("database")
    report = replan_clocks(calendar_id=calendar)
    used = time.process_time() * 1000 + bench.stage.cpu_ms("database") - begun
    with as_system():
        again = replan_clocks(calendar_id=calendar).changed
    return [
        Measure("replan", "moved", report.changed, "cases", bench.cases),
        Measure("replan", "cpu_ms_per_case", used / report.cases, "ms", bench.cases),
        Measure("replan", "million_min", used / report.cases * 1_000 / 60 / PROCESSES, "min", bench.cases),
        Measure("replan", "wrong_after", again, "", bench.cases),
    ]


def _calendar(bench: Bench) -> int:
    """Return a calendar with breaks, made once a base."""
    from parvis.cases.models import BusinessCalendar

    week = {str(day): [["08:30", "12:00"], ["13:30", "17:15"]] for day in range(1, 6)}
    body = bench.world.bodies[0]
    return int(
        BusinessCalendar.objects.get_or_create(
            organisation_id=body, name="Banc", defaults={"hours": week, "territory": "mainland"}
        )[0].pk
    )


def _close_tomorrow(calendar: int) -> None:
    """Declare the next days closed, a week more each time it is asked: whatever the day, some were working days."""
    from parvis.cases.models import BusinessCalendar

    with as_system():
        row = BusinessCalendar.objects.get(pk=calendar)
        row.former = [*row.former, {"until": datetime.now(UTC).isoformat(), **row.as_drawn()}]
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        last = tomorrow + timedelta(days=3 + 7 * row.edition)
        row.closures = [{"since": str(tomorrow), "until": str(last), "why": "Panne de chauffage"}]
        row.edition += 1
        row.save()


def _shift_every_clock() -> None:
    from django.db import connection

    with as_system(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_clock SET due_at = due_at + interval '1 day', due_on = due_on + 1")


def _cases_held() -> int:
    from parvis.cases.models import Case

    with as_system():
        return Case.objects.count()


def _wrong_clocks() -> int:
    """Return how many of the first thousand cases still have a clock that their journal does not give."""
    from parvis.cases.models import Case
    from parvis.cases.services.recomputing import recompute_clocks

    with as_system():
        ids = list(Case.objects.filter(intake_key__startswith="banc:").values_list("pk", flat=True)[:1000])
        return recompute_clocks(cases=ids).changed


@scenario("silence")
def silence(bench: Bench) -> list[Measure]:
    """Cases on which silence decides on one same day, the worker killed again and again: each exactly once."""
    from config.embedded import OWNER

    yesterday = datetime.now(UTC) - timedelta(days=2)
    received = two_months_before(yesterday)
    count = bench.silent
    add_silent_cases(bench.stage.database.url(OWNER), bench.world, count, received)
    ids = _arrange()
    begun = time.monotonic()
    stop = threading.Event()
    killer = _Killer(bench, stop)
    bench.stage.start("worker")
    killer.start()
    bench.stage.watch_while(lambda: _waiting(ids, begun))
    took = time.monotonic() - begun
    stop.set()
    killer.join()
    bench.stage.stop("worker")
    return [
        Measure("silence", "decided", len(ids), "cases", bench.cases),
        Measure("silence", "rate", len(ids) / took, "/s", bench.cases),
        Measure("silence", "kills", killer.kills, "", bench.cases),
        *_verified(ids, bench.cases),
    ]


class _Killer(threading.Thread):
    """Kills the worker with all its processes, every few seconds."""

    def __init__(self, bench: Bench, stop: threading.Event) -> None:
        super().__init__()
        self.bench, self.stopped, self.kills = bench, stop, 0

    def run(self) -> None:
        while not self.stopped.wait(self.bench.kill_every):
            with suppress(LookupError, ProcessLookupError):
                for pid in processes.tree(self.bench.stage.root("worker")):
                    os.kill(pid, signal.SIGKILL)
                self.kills += 1
                say(f"  kill -9 worker ({self.kills})")


def _arrange(mark: str = "silence:") -> list[object]:
    """Derive the clocks of the new cases; return their ids."""
    from parvis.cases.models import Case
    from parvis.cases.services.recomputing import recompute_clocks
    from parvis.common import actor

    with as_system():
        ids = list(Case.objects.filter(intake_key__startswith=mark, outcome="").values_list("pk", flat=True))
    with actor.acting_as(actor.for_system("bench")):
        recompute_clocks(cases=ids)
    return list(ids)


_asked = [0.0]


def _waiting(ids: list[object], begun: float) -> bool:
    """Say whether some are not decided yet; ask for the sweep again, as its schedule does every five minutes."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    from parvis.cases.models import Case

    if time.monotonic() - _asked[0] < LOOK_EVERY:
        return True
    _asked[0] = time.monotonic()
    if time.monotonic() - begun > 600 + len(ids) / SLOWEST:
        raise RuntimeError("silence has not decided in time")
    with as_system():
        left = Case.objects.filter(intake_key__startswith="silence:", outcome="").exists()
    with suppress(AlreadyEnqueued), as_system():
        app.tasks["cases.declare_implied_decisions"].defer(timestamp=int(time.time()))
    return left


def _verified(ids: list[object], cases: int) -> list[Measure]:
    """Count again what was written: entries of the journal, mails to the persons."""
    from collections import Counter

    from parvis.cases.models import JournalEntry
    from parvis.channels.models import OutboundMessage

    entries: Counter[object] = Counter()
    mails: Counter[object] = Counter()
    with as_system():
        for some in (
            ids[start : start + 10_000] for start in range(0, len(ids), 10_000)
        ):  # PostgreSQL takes 65,535 parameters
            born = JournalEntry.objects.filter(case__in=some, kind="implied")
            entries.update(born.values_list("case_id", flat=True))
            mails.update(OutboundMessage.objects.filter(about__in=some).values_list("about", flat=True))
    return [
        Measure("silence", "lost", sum(not entries[key] for key in ids), "", cases),
        Measure("silence", "doubled", sum(count > 1 for count in entries.values()), "", cases),
        Measure("silence", "untold", sum(not mails[key] for key in ids), "", cases),
        Measure("silence", "told_twice", sum(count > 1 for count in mails.values()), "", cases),
    ]
