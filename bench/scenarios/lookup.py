"""Whoever speaks, found as an agent types."""

from itertools import cycle
from urllib.parse import quote

from bench.measures import Measure
from bench.run import Bench, expect, scenario, timed

_HEADERS = {"HX-Request": "true"}
_NAMES = ("cpu_ms", "wall_ms_p50")
TYPED = {
    "two_letters": ["ma", "be", "du"],
    "begun": ["marb", "belgau", "dubou"],
    "name": ["aude marb", "jean valpi", "léa le goff"],
    "double": ["garnier-mar", "lefebvre-be", "mar lob"],
    "phone": ["06 00 00 97", "+33 6 00 09 7", "0033600194", "06.00.00.9"],
    "email": ["aude.mar", "jean.valpier", "marc.roux"],
    "birth": ["marc 12/03/1980", "12 mars 1957", "3.6.1999"],
    "nobody": ["zzyx", "06 99 99 99 99", "personne@nulle.part"],
}
"""What agents type, by kind: accents, double names, numbers in any way, e-mails, birth dates."""


@scenario("lookup")
def lookup(bench: Bench) -> list[Measure]:
    """What the entry shows for what agents type of a person, among --persons of them: the slowest kind, then each."""
    from bench import persons
    from config.embedded import OWNER

    count = bench.persons or bench.cases
    persons.fill(bench.stage.database.url(OWNER), bench.world, count)
    agent = bench.agent(bench.world.desk_account)
    for begun in (TYPED["begun"][0], TYPED["name"][0], TYPED["phone"][0], TYPED["birth"][1]):
        if "personne=" not in expect(agent.get(f"/bureau/saisie/?q={quote(begun)}", _HEADERS)).text:
            raise RuntimeError(f"« {begun} » finds nobody")
    measures: list[Measure] = []
    for kind, several in TYPED.items():
        asked = cycle(several)

        def look(asked: "cycle[str]" = asked) -> float:
            answer = expect(agent.get(f"/bureau/saisie/?q={quote(next(asked))}", _HEADERS))
            return float(answer.first_byte_ms)

        measures += [
            Measure("lookup", f"{kind}_{one.metric}", one.value, one.unit, count)
            for one in timed(bench, "lookup", look, times=30, warm=6)
            if one.metric in _NAMES
        ]
    worst = [max(one.value for one in measures if one.metric.endswith(name)) for name in _NAMES]
    both = zip(_NAMES, worst, strict=True)
    return [*(Measure("lookup", name, value, "ms", count) for name, value in both), *measures]
