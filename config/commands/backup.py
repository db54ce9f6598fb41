"""Write one archive with the database, the files on disk and the secret key. It may run while people work.

The archive holds personal data and the secret that signs receipts: keep it as well locked as the server.
Files in S3-compatible storage are not in it: back up that storage by its own means.
"""

import argparse
from datetime import datetime
from pathlib import Path

from config.console import Output

HELP = "write one archive with the database, the files and the secret key"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the archive."""
    parser.add_argument(
        "file", nargs="?", type=Path, help="archive to write (default: backups/ in the data folder)"
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Write the archive."""
    from django.conf import settings

    from config.archive import back_up

    moment = datetime.now().astimezone().strftime("%Y-%m-%dT%H%M%S")
    target = options.file or settings.ENVIRONMENT.data_dir / "backups" / f"parvis-{moment}.tar"
    made = back_up(target.absolute(), out.progress)
    text = f"{made.path}: {made.bytes / 2**20:.1f} MiB, {made.files} files"
    if not made.files_included:
        text += "\nThe files are in S3-compatible storage: they are not in this archive."
    if not made.secret_included:
        text += "\nThe secret key is given by PARVIS_SECRET_KEY: it is not in this archive, keep it too."
    out.result(made.__dict__, text)
