"""Deposits while web, worker and database are killed: nothing acknowledged is lost, nothing is doubled."""

import os
import random
import signal
import threading
import time
from collections import Counter
from http.client import HTTPException

from bench import processes
from bench.depositing import deposit
from bench.measures import Measure
from bench.run import Bench, as_system, scenario
from bench.stage import say
from bench.visitor import Answer

RESIDENTS = 4
PATIENCE = 60.0
KILLS = 5
VICTIMS = ("web", "database", "web process", "worker", "session")


@scenario("kill")
def kill(bench: Bench) -> list[Measure]:
    """Kill -9 web, one of its processes, worker and database in turn during 500 deposits; count cases afterwards."""
    bench.stage.start("worker")
    pilgrims = _Pilgrims(bench, bench.deposits)
    threads = [threading.Thread(target=pilgrims.walk) for _ in range(RESIDENTS)]
    kills: Counter[str] = Counter()
    killer = threading.Thread(target=_kill_in_turn, args=(bench, pilgrims, threads, kills))
    for thread in [*threads, killer]:
        thread.start()
    bench.stage.watch_while(lambda: any(thread.is_alive() for thread in [*threads, killer]))
    bench.stage.wait_until_well()
    bench.stage.stop("worker")
    return _verify(bench, pilgrims, kills)


class _Pilgrims:
    """Residents who deposit with one reference each, and try again until a receipt acknowledges it."""

    def __init__(self, bench: Bench, count: int) -> None:
        self.bench, self.run = bench, f"K{random.randrange(16**8):08x}"
        self.waiting = [f"{self.run}-{rank}" for rank in range(count)]
        self.acknowledged: list[str] = []
        self.given_up: list[str] = []
        self.retries = 0

    def walk(self) -> None:
        while True:
            try:
                reference = self.waiting.pop()
            except IndexError:
                return
            if self._deposit(reference):
                self.acknowledged.append(reference)
            else:
                self.given_up.append(reference)

    def _deposit(self, reference: str) -> bool:
        """Fill the form until the last page is shown; then send it again and again until it is acknowledged."""
        visitor = _Stubborn(self.bench)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                _lasted, page = deposit(visitor, reference=reference)  # type: ignore[arg-type]
            except (RuntimeError, OSError, HTTPException):
                self.retries += 1
                if visitor.sending:  # the deposit is complete: begun again, it would be another one
                    return self._send_again(visitor, until)
                visitor = _Stubborn(self.bench)
                time.sleep(0.2)
                continue
            return "/recu/" in page.address
        return False

    def _send_again(self, visitor: "_Stubborn", until: float) -> bool:
        while time.monotonic() < until:
            time.sleep(0.2)
            try:
                visitor.close()
                page = visitor.get(visitor.review)
                if "/recu/" in page.address and page.status == 200:
                    return True
                page = visitor.post(page, {})
                if "/recu/" in page.address and page.status == 200:
                    return True
            except (RuntimeError, OSError, HTTPException):
                self.retries += 1
        return False


class _Stubborn:
    """A visitor who remembers that the deposit was being sent, as a browser does."""

    def __init__(self, bench: Bench) -> None:
        self._visitor = bench.visitor()
        self.sending, self.review = False, ""

    def get(self, address: str, headers: dict[str, str] | None = None) -> Answer:
        return self._visitor.get(address, headers)

    def post(
        self, page: Answer, fields: dict[str, str], file: tuple[str, str, bytes] | None = None
    ) -> Answer:
        if page.address.endswith("/verification/"):
            self.sending, self.review = True, page.address
        return self._visitor.post(page, fields, file)

    def close(self) -> None:
        self._visitor.close()


def _kill_in_turn(
    bench: Bench, pilgrims: _Pilgrims, threads: list[threading.Thread], kills: Counter[str]
) -> None:
    """Kill one victim after the other, each time that some more deposits were acknowledged, at any moment of others."""
    chance = random.Random(11)
    step = max(bench.deposits // max(KILLS, bench.deposits // 20), 1)
    while any(thread.is_alive() for thread in threads):
        if len(pilgrims.acknowledged) < step * sum(kills.values()):
            time.sleep(0.02)
            continue
        time.sleep(chance.uniform(0, 0.5))
        victim = VICTIMS[sum(kills.values()) % len(VICTIMS)]
        kills[victim] += 1
        say(f"  kill -9 {victim} ({len(pilgrims.acknowledged)} acknowledged)")
        for pid in _pids(bench, victim):
            _quietly_kill(pid)


def _pids(bench: Bench, victim: str) -> list[int]:
    """Return the processes to kill; one child only where the parent is to find it out."""
    part = {"web process": "web", "session": "database"}.get(victim, victim)
    try:
        pids = processes.tree(bench.stage.root(part))
    except LookupError:  # dead already: it is being started again
        return []
    return [random.choice(pids[1:])] if part != victim and pids[1:] else pids


def _quietly_kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _verify(bench: Bench, pilgrims: _Pilgrims, kills: Counter[str]) -> list[Measure]:
    from django.db import connection

    from parvis.cases.models import Case

    connection.close()
    with as_system():
        found = Counter(
            Case.objects.filter(answers__reference__startswith=pilgrims.run).values_list(
                "answers__reference", flat=True
            )
        )
    lost = [reference for reference in pilgrims.acknowledged if not found[reference]]
    doubled = [reference for reference, count in found.items() if count > 1]
    figures = {
        "acknowledged": len(pilgrims.acknowledged),
        "lost": len(lost),
        "doubled": len(doubled),
        "given_up": len(pilgrims.given_up),
        "kills": sum(kills.values()),
        "retries": pilgrims.retries,
    }
    return [Measure("kill", metric, value, "", bench.cases) for metric, value in figures.items()]
