"""What is measured, beside what was aimed at."""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One figure. ``cases`` is how many cases the base held."""

    scenario: str
    metric: str
    value: float
    unit: str
    cases: int


# Aims of the issue on 2 cores: (scenario, metric) → (aim, cases it is said for; 0: any number).
AIMS: dict[tuple[str, str], tuple[float, int]] = {
    ("deposit", "cpu_ms"): (80, 0),
    ("api-create", "cpu_ms"): (12, 20_000),
    ("queue", "cpu_ms"): (30, 20_000),
    ("search-rare", "cpu_ms"): (25, 20_000),
    ("search-common", "cpu_ms"): (40, 20_000),
    ("case-page", "cpu_ms"): (25, 20_000),
    ("deposit-load", "errors"): (0, 0),
    ("deposit-load", "wall_ms_p99"): (1000, 0),
    ("queue", "wall_ms_p50"): (100, 1_000_000),
    ("queue", "ratio_to_10k"): (1.5, 1_000_000),
    ("search-rare", "wall_ms_p50"): (150, 1_000_000),
    ("search-common", "wall_ms_p50"): (150, 1_000_000),
    ("lookup", "cpu_ms"): (80, 1_000_000),
    ("lookup", "wall_ms_p50"): (80, 1_000_000),
    ("form-engine", "cpu_ms"): (10, 0),
    ("studio", "label_cpu_ms"): (200, 0),
    ("studio", "move_cpu_ms"): (200, 0),
    ("studio", "duplicate_cpu_ms"): (200, 0),
    ("studio", "add_cpu_ms"): (200, 0),
    ("studio", "undo_cpu_ms"): (200, 0),
    ("dues-late", "cpu_ms"): (30, 20_000),
    ("dues-soon", "cpu_ms"): (30, 20_000),
    ("dues-month", "cpu_ms"): (30, 20_000),
    ("dues-week", "cpu_ms"): (30, 20_000),
    ("dues-load", "cpu_ms"): (30, 20_000),
    ("dues-late", "wall_ms_p50"): (100, 1_000_000),
    ("dues-month", "wall_ms_p50"): (100, 1_000_000),
    ("dues-load", "wall_ms_p50"): (100, 1_000_000),
    ("recompute", "million_min"): (10, 0),
    ("recompute", "wrong_after"): (0, 0),
    ("replan", "million_min"): (10, 0),
    ("replan", "wrong_after"): (0, 0),
    ("silence", "lost"): (0, 0),
    ("silence", "doubled"): (0, 0),
    ("silence", "untold"): (0, 0),
    ("silence", "told_twice"): (0, 0),
    ("portal", "home_bytes"): (60_000, 0),
    ("portal", "home_requests"): (8, 0),
    ("portal", "procedure_bytes"): (60_000, 0),
    ("portal", "procedure_requests"): (8, 0),
    ("memory", "total_pss_mb"): (450, 0),
    ("transition", "cpu_ms"): (40, 20_000),
    ("timers", "seconds"): (60, 0),
    ("timers", "lost"): (0, 0),
    ("timers", "doubled"): (0, 0),
    ("letter", "first_cpu_ms"): (400, 0),
    ("letter", "cpu_ms"): (400, 0),
    ("kill", "lost"): (0, 0),
    ("kill", "doubled"): (0, 0),
}
AT_LEAST: dict[tuple[str, str], float] = {
    ("deposit-load", "rate"): 20,
    ("due-dates", "rate"): 20_000,
    ("mail", "rate_per_core"): 25,
}


def spread(scenario: str, walls: list[float], cases: int) -> list[Measure]:
    """Return the usual percentiles of times in milliseconds."""
    ordered = sorted(walls)
    return [
        Measure(scenario, f"wall_ms_p{share}", _percentile(ordered, share), "ms", cases)
        for share in (50, 95, 99)
    ]


def verdict(measure: Measure) -> tuple[str, bool | None]:
    """Return the aim in words and whether it is met; None where nothing was aimed at."""
    key = (measure.scenario, measure.metric)
    if key in AT_LEAST:
        return f"≥ {AT_LEAST[key]:g}", measure.value >= AT_LEAST[key]
    if key not in AIMS:
        return "", None
    aim, cases = AIMS[key]
    if cases and cases != measure.cases:
        return f"(≤ {aim:g} at {cases:,})", None
    return f"≤ {aim:g}", measure.value <= aim


def table(measures: Iterable[Measure]) -> str:
    """Return the measures as a table, the aim of the issue beside each."""
    lines = [f"{'scenario':<15}{'metric':<22}{'cases':>10}{'value':>13} {'unit':<9}{'aim':<20}"]
    for one in measures:
        aim, met = verdict(one)
        mark = {True: "met", False: "MISSED", None: ""}[met]
        lines.append(
            f"{one.scenario:<15}{one.metric:<22}{one.cases:>10,}{one.value:>13,.2f} {one.unit:<9}{aim:<20}{mark}"
        )
    return "\n".join(lines)


def as_json(measures: Iterable[Measure]) -> str:
    """Return the measures as the JSON that other tools compare."""
    return json.dumps([{**asdict(one), "value": round(one.value, 3)} for one in measures], indent=2)


def _percentile(ordered: list[float], share: int) -> float:
    return ordered[max(math.ceil(len(ordered) * share / 100) - 1, 0)] if ordered else 0.0
