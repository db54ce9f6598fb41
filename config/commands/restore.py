"""Put back an archive made by "backup": database, files, secret key; then bring it to this version.

Stop the web and the workers first. The database is restored whole or not at all.
"""

import argparse
from pathlib import Path

from config.console import Output

HELP = "put back an archive made by backup"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the archive, and whether present data may be lost."""
    parser.add_argument("file", type=Path, help="archive to read")
    parser.add_argument(
        "--replace", action="store_true", help="lose the present data for what the archive holds"
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Restore, then migrate."""
    from django.db import connections

    from config.archive import restore
    from config.preparation import migrate_database

    files = restore(options.file, replace=options.replace, progress=out.progress)
    connections["owner"].close()
    migrate_database(out.say)
    out.result({"file": str(options.file), "files": files}, f"Restored {options.file}, {files} files.")
