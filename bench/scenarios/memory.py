"""What the product holds of memory when nobody asks anything."""

import time

from bench import processes
from bench.measures import Measure
from bench.run import Bench, expect, scenario


@scenario("memory")
def at_rest(bench: Bench) -> list[Measure]:
    """Proportional memory (PSS) of database, web and worker, started afresh, after a first visit of each door."""
    bench.stage.stop("web", "worker")
    _leave_nothing_to_do()
    bench.stage.start("web", "worker")
    agent = bench.agent(bench.world.handler_account)
    for _ in range(5):
        expect(bench.visitor().get("/"))
        expect(agent.get("/bureau/"))
    time.sleep(5)
    sizes = {name: processes.pss_mb(bench.stage.root(name)) for name in ("database", "web", "worker")}
    bench.stage.stop("worker")
    return [
        *(Measure("memory", f"{name}_pss_mb", size, "MB", bench.cases) for name, size in sizes.items()),
        Measure("memory", "total_pss_mb", sum(sizes.values()), "MB", bench.cases),
    ]


def _leave_nothing_to_do() -> None:
    """Forget the receipts that other scenarios left in the queue: a worker that makes them is not at rest."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
