"""Deposits by residents, one at a time and many at once."""

import threading
import time

from bench.depositing import deposit, photo
from bench.measures import Measure, spread
from bench.run import Bench, scenario, timed

RESIDENTS = 8


@scenario("deposit")
def one_at_a_time(bench: Bench) -> list[Measure]:
    """A complete deposit: 3 pages of 12 fields, 10 conditions, a file of 200 kB, receipt queued, committed."""
    measures = timed(bench, "deposit", lambda: deposit(bench.visitor())[0], times=60, warm=60)
    picture = photo()
    with_photo = timed(bench, "deposit", lambda: deposit(bench.visitor(), file=picture)[0], times=30, warm=10)
    return [*measures, Measure("deposit", "cpu_ms_with_photo", with_photo[0].value, "ms", bench.cases)]


@scenario("deposit-load")
def many_at_once(bench: Bench) -> list[Measure]:
    """Eight residents who deposit one after the other, for a minute; receipts wait in the queue."""
    until = time.monotonic() + bench.seconds
    walls: list[float] = []
    errors: list[str] = []

    def resident() -> None:
        while time.monotonic() < until:
            try:
                walls.append(deposit(bench.visitor())[0])
            except (RuntimeError, OSError) as error:
                errors.append(str(error)[:200])

    for _ in range(4):
        deposit(bench.visitor())
    began, before = time.monotonic(), bench.stage.cpu_ms()
    threads = [threading.Thread(target=resident) for _ in range(RESIDENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.monotonic() - began
    cpu = (bench.stage.cpu_ms() - before) / max(len(walls), 1)
    return [
        Measure("deposit-load", "rate", len(walls) / lasted, "per s", bench.cases),
        Measure("deposit-load", "errors", len(errors), "", bench.cases),
        Measure("deposit-load", "cpu_ms", cpu, "ms", bench.cases),
        *spread("deposit-load", walls, bench.cases),
    ]
