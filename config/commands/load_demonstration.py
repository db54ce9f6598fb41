"""Prepare a demonstration: the database at this version, then the sample bodies, agents and cases of one region.

Harmless when repeated: what is there already is left as its users made it.
"""

import argparse
import json
from pathlib import Path

from config import fingerprint
from config.console import CommandError, Output

HELP = "prepare the database and load the demonstration of one region"
DEFAULT_REGION = "28"  # Normandie, by its INSEE code
MARK = "demonstration.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the region."""
    parser.add_argument(
        "--region", metavar="CODE", help=f"INSEE code of the region (default: {DEFAULT_REGION}, Normandie)"
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Bring everything to this version, then load what is not there yet."""
    from django.conf import settings

    from config.preparation import collect_static_files, compile_translations, migrate_database

    if not settings.DEMONSTRATION:
        raise CommandError(
            "this is not a demonstration: set PARVIS_DEMO=1, or load a territory with load-territory"
        )
    migrate_database(out.say)
    compile_translations(out.say)
    collect_static_files(out.say)
    _load(options.region, settings.ENVIRONMENT.data_dir / MARK, out)


def _load(region: str | None, mark: Path, out: Output) -> None:
    loaded = json.loads(mark.read_text())["region"] if mark.exists() else None
    if loaded and region not in {None, loaded}:
        raise CommandError(f"this folder holds region {loaded}: add --fresh, or choose another --data folder")
    from config import demonstration

    region = region or loaded or DEFAULT_REGION
    out.say(f"Loading the demonstration of region {region}")
    demonstration.load(region=region, report=out.say)
    _write(mark, region)


def _write(mark: Path, region: str) -> None:
    facts = {"region": region, "sources": fingerprint.of_sources(), "accounts": _sample_accounts()}
    unfinished = mark.with_suffix(".new")
    unfinished.write_text(json.dumps(facts, ensure_ascii=False, indent=1))
    unfinished.replace(mark)


def _sample_accounts() -> list[str]:
    """Return a line for one agent of each body and for each resident, until the screen is full."""
    from django.db import transaction

    from config.demonstration.queries import agents_by_body, persons

    with transaction.atomic():  # outside a transaction PostgreSQL is not told who acts, and shows nobody
        residents = persons()
    agents = [(agents[0], body) for body, agents in agents_by_body()]
    lines = [f"{agent} ({agent.capacity}, {body})" for agent, body in agents]
    lines += [f"{person.display_name} (resident)" for person in residents]
    return lines[:5] + lines[-2:] if len(lines) > 7 else lines


def sample_accounts(mark: Path) -> list[str]:
    """Return what was noted of the sample accounts when the demonstration was loaded."""
    return list(json.loads(mark.read_text()).get("accounts", []))


def is_current(mark: Path, region: str | None) -> bool:
    """Tell whether a demonstration was prepared by these very files, so that nothing is left to prepare."""
    try:
        prepared = json.loads(mark.read_text())
    except (FileNotFoundError, ValueError):
        return False
    return region in {None, prepared["region"]} and prepared.get("sources") == fingerprint.of_sources()
