"""Bring the database to this version, as its owner, and prepare translations and static files.

Run it before the first start and after each update; it does nothing when nothing changed.
"""

import argparse

from config.console import Output

HELP = "bring the database, the translations and the static files to this version"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be left out."""
    parser.add_argument(
        "--database-only", action="store_true", help="leave translations and static files alone"
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Migrate, compile, collect."""
    from config.preparation import collect_static_files, compile_translations, migrate_database

    migrate_database(out.say)
    if not options.database_only:
        compile_translations(out.say)
        collect_static_files(out.say)
