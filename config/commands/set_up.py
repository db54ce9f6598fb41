"""Make bodies, services, agents, what each handles and what each publishes, from one TOML file.

Harmless when repeated: what is there already is left alone, what is new in the file is added. Agents are invited by
e-mail. Everything is done, or nothing. The file's keys are told in docs/guides/administrator.md.
"""

import argparse
import tomllib
from pathlib import Path

from config.console import CommandError, Output

HELP = "make bodies, services, agents, competences and procedures from one file"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", type=Path, help="TOML file to read")
    parser.add_argument("--dry-run", action="store_true", help="say what would be made; make nothing")


def run(options: argparse.Namespace, out: Output) -> None:
    """Read, make, tell."""
    from django.db import transaction

    from config.structure import apply

    try:
        document = tomllib.loads(options.file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"{options.file} is not TOML: {error}") from None
    with transaction.atomic():
        made = apply(document, folder=options.file.parent)
        transaction.set_rollback(options.dry_run)
    title = "Would be made:" if options.dry_run else "Made:"
    out.result(
        made, "\n".join([title, *(f"  {line}" for line in made)]) if made else "Everything was there already."
    )
