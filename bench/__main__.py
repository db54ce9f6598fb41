"""``bin/bench [SCENARIO…]``: measure the product as it runs, and print the figures beside their aims."""

import argparse
import os
import sys
from pathlib import Path

from bench import cases as making
from bench import world
from bench.measures import Measure, as_json, table, verdict
from bench.run import SCENARIOS, Bench, as_system, discover
from bench.stage import Stage, folder, say


def main(argv: list[str]) -> int:
    """Measure; return 0 when every aim that could be judged is met, 1 when one is missed."""
    discover()
    options = _options(argv)
    measures: list[Measure] = []
    for count in options.cases:
        measures += _measure(options, count)
    measures += _ratios(measures)
    if options.json:
        options.json.write_text(as_json(measures) + "\n")
    print(table(measures))
    return 0 if all(verdict(one)[1] is not False for one in measures) else 1


def _measure(options: argparse.Namespace, count: int) -> list[Measure]:
    """Make a base of that many cases, start the product over it, run the scenarios."""
    kept = options.data / str(count) if options.data else None
    with folder(kept) as data, Stage(data) as stage:
        say(f"Preparing {count:,} cases in {data}")
        stage.migrate()
        _set_up_django()
        with as_system():
            made = world.build()
        from config.embedded import OWNER

        making.fill(stage.database.url(OWNER), made, count)
        with as_system():
            making.check_sample()
        bench = Bench(
            stage,
            made,
            count,
            deposits=options.deposits,
            seconds=options.seconds,
            silent=options.silent,
            kill_every=options.kill_every,
            persons=options.persons,
        )
        stage.start("web")
        measures = []
        for name in options.scenario:
            say(f"{name}: {(SCENARIOS[name].__doc__ or '').splitlines()[0]}")
            measures += SCENARIOS[name](bench)
        _leave_django()
        return measures


def _ratios(measures: list[Measure]) -> list[Measure]:
    """Return how much longer a queue takes than at 10,000 cases."""
    waits = {
        one.cases: one.value for one in measures if (one.scenario, one.metric) == ("queue", "wall_ms_p50")
    }
    base = waits.get(10_000)
    return [
        Measure("queue", "ratio_to_10k", wait / base, "×", cases) for cases, wait in waits.items() if base
    ]


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    if not settings.configured or not django.apps.apps.ready:
        django.setup()
        return
    from django.db import connections

    from config.environment import database_settings

    for alias, name in (("default", "PARVIS_DATABASE_URL"), ("owner", "PARVIS_OWNER_DATABASE_URL")):
        connections[alias].close()
        connections[alias].settings_dict.update(database_settings(os.environ[name], prepare=False))


def _leave_django() -> None:
    from django.db import connections

    connections.close_all()


def _options(argv: list[str]) -> argparse.Namespace:
    names = ", ".join(SCENARIOS)
    parser = argparse.ArgumentParser(prog="bench", description=f"Measure the product. Scenarios: {names}.")
    parser.add_argument("scenario", nargs="*", metavar="SCENARIO", help="what to measure (default: all)")
    parser.add_argument(
        "--cases", type=_counts, default=[20_000], metavar="N[,N…]", help="cases in the base (default: 20000)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the bases there, and use them again")
    parser.add_argument(
        "--deposits", type=int, default=500, metavar="N", help="deposits of « kill » (default: 500)"
    )
    parser.add_argument(
        "--seconds", type=int, default=60, metavar="N", help="length of « deposit-load » (default: 60)"
    )
    parser.add_argument(
        "--silent",
        type=int,
        default=5_000,
        metavar="N",
        help="cases that « silence » decides (default: 5000)",
    )
    parser.add_argument(
        "--kill-every",
        type=float,
        default=15.0,
        metavar="SECONDS",
        help="how often « silence » kills the worker (default: 15)",
    )
    parser.add_argument(
        "--persons",
        type=int,
        default=0,
        metavar="N",
        help="persons among whom « lookup » looks (default: as many as cases)",
    )
    options = parser.parse_args(argv)
    unknown = sorted(set(options.scenario) - set(SCENARIOS))
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}; there are {names}")
    options.scenario = options.scenario or list(SCENARIOS)
    return options


def _counts(text: str) -> list[int]:
    counts = [int(part.replace("_", "")) for part in text.split(",")]
    if any(count < 100 for count in counts):
        raise argparse.ArgumentTypeError("at least 100 cases")
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
