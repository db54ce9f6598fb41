"""What every scenario is given, and how one is declared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from bench.measures import Measure, spread
from bench.stage import Stage
from bench.visitor import Visitor
from bench.world import World

WARM = 40


@dataclass
class Bench:
    """A stage with its world and how many cases the base holds."""

    stage: Stage
    world: World
    cases: int
    deposits: int = 500
    seconds: int = 60
    silent: int = 5_000
    kill_every: float = 15.0
    persons: int = 0

    def visitor(self) -> Visitor:
        """Return a resident who has not come before."""
        return Visitor(self.stage.port)

    def agent(self, account_id: int) -> Visitor:
        """Return an agent who has signed in."""
        return Visitor(self.stage.port, {"sessionid": session_of(account_id)})


Scenario = Callable[[Bench], list[Measure]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    """Decorator: declare a scenario; its docstring says what it measures."""

    def declare(function: Scenario) -> Scenario:
        SCENARIOS[name] = function
        return function

    return declare


def discover() -> None:
    """Import every scenario."""
    package = import_module("bench.scenarios")
    for module in sorted(one.name for one in iter_modules(package.__path__)):
        import_module(f"bench.scenarios.{module}")


def timed(bench: Bench, name: str, do: Callable[[], float], *, times: int, warm: int = WARM) -> list[Measure]:
    """Do something again and again, alone; return its CPU (web and database) and its waits.

    ``do`` returns the wait in milliseconds. It is done ``warm`` times first: processes just started compile pages.
    """
    for _ in range(warm):
        do()
    before = bench.stage.cpu_ms()
    walls = [do() for _ in range(times)]
    cpu = (bench.stage.cpu_ms() - before) / times
    return [Measure(name, "cpu_ms", cpu, "ms", bench.cases), *spread(name, walls, bench.cases)]


@contextmanager
def as_system() -> Iterator[None]:
    """Act as the all-seeing system in a transaction: to arrange and to verify."""
    from django.db import transaction

    from parvis.common import actor

    with actor.acting_as(actor.for_system("bench")), transaction.atomic():
        yield


def session_of(account_id: int) -> str:
    """Return the cookie of an agent's session, made as a sign-in makes it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from parvis.common.models import Account

    with as_system():
        account = Account.objects.get(pk=account_id)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["second_factor"] = account.pk
    session.create()
    return str(session.session_key)


def expect(answer: Any, *statuses: int) -> Any:
    """Return the answer if its status is one of these. Raises RuntimeError."""
    if answer.status not in (statuses or (200,)):
        raise RuntimeError(f"{answer.address} answered {answer.status}: {answer.body[:300]!r}")
    return answer
