"""Whoever speaks, found as an agent types their name."""

from bench.measures import Measure
from bench.run import Bench, expect, scenario, timed

_HEADERS = {"HX-Request": "true"}


@scenario("lookup")
def lookup(bench: Bench) -> list[Measure]:
    """What the entry shows for the beginning of a name that one person in many bears, for the shared desk."""
    agent = bench.agent(bench.world.desk_account)
    begun = _begun(bench)

    def look() -> float:
        return float(expect(agent.get(f"/bureau/saisie/?q={begun}", _HEADERS)).first_byte_ms)

    if "personne=" not in expect(agent.get(f"/bureau/saisie/?q={begun}", _HEADERS)).text:
        raise RuntimeError(f"« {begun} » finds nobody")
    return timed(bench, "lookup", look, times=150)


def _begun(_bench: Bench) -> str:
    """Return the first five letters of a name of the base."""
    from bench.run import as_system
    from parvis.people.models import Person

    with as_system():
        name = (
            Person.objects.exclude(last_name="")
            .order_by("created_at", "pk")
            .values_list("last_name", flat=True)[0]
        )
    return name[:5]
