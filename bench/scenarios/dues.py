"""What falls due, as an agent of sixty teams reads it: late, soon, a month, the load of a team."""

from bench.measures import Measure
from bench.run import Bench, expect, scenario, timed

VIEWS = {
    "late": "",
    "soon": "?vue=bientot",
    "month": "calendrier/",
    "week": "calendrier/?semaine=2026-11-23",
    "load": "charge/",
}


@scenario("dues")
def dues(bench: Bench) -> list[Measure]:
    """Each view of what falls due for an agent of sixty teams; after « recompute », which makes the clocks."""
    agent = bench.agent(bench.world.wide_account)
    found: list[Measure] = []
    for name, address in VIEWS.items():

        def look(address: str = address) -> float:
            return float(expect(agent.get(f"/bureau/echeances/{address}")).first_byte_ms)

        found += timed(bench, f"dues-{name}", look, times=100, warm=20)
    return found
