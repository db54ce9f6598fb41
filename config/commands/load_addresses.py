"""Fill the addresses that forms propose as one types, from the files of the national address base (BAN).

Give the files of the departments served, as adresse.data.gouv.fr publishes them in CSV, gzipped or not:
adresses-14.csv.gz, lieux-dits-14-beta.csv.gz. Loading again brings them up to date and doubles nothing; what a
department's file no longer holds is removed, unless --part says that the file is only a part of it. Each file is all
or nothing. Lines that do not read are counted and the first ones told. Exit code 1 when a file is refused.
"""

import argparse
from pathlib import Path
from typing import Any

from config.console import Output

HELP = "fill the addresses that forms propose, from the national address base"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="CSV file of a department, or .csv.gz"
    )
    parser.add_argument(
        "--part", action="store_true", help="the files hold only a part of a department: the rest stays"
    )


def run(options: argparse.Namespace, out: Output) -> int:
    """Load each file, then tell what became of its streets."""
    from parvis.organisations.errors import BadAddressFile
    from parvis.organisations.services.addresses import load_addresses

    told: list[dict[str, Any]] = []
    for path in options.files:
        out.say(f"Reading {path}…")
        try:
            told.append(load_addresses(path=path, part=options.part, progress=out.progress).as_data())
        except BadAddressFile as refusal:
            told.append({"file": path.name, "error": f"{refusal} ({refusal.data['reason']})"})
        except OSError as error:
            told.append({"file": path.name, "error": f"{error.strerror or error}"})
    out.result({"files": told}, "\n".join(line for one in told for line in _lines(one)))
    return 1 if any("error" in one for one in told) else 0


def _lines(one: dict[str, Any]) -> list[str]:
    if "error" in one:
        return [f"{one['file']}: REFUSED: {one['error']}"]
    streets = ", ".join(f"{one[name]:,} {name}" for name in ("created", "changed", "same", "removed"))
    first = (
        f"{one['file']}: {one['addresses']:,} addresses; streets: {streets}; {one['refused']:,} lines refused"
    )
    return [first, *(f"  line {line}: {why}" for line, why in one["faults"])]
