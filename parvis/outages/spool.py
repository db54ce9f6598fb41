"""Attempts kept on the disk of the web process while the database is away: one small file each, read once it is back.

A file is written whole and forced to the disk before the person sees its reference. Readable by the product's own
account only; it holds no answer.
"""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

MOST = 20_000


def put_aside(key: UUID, told: dict[str, Any]) -> None:
    """Write an attempt down. Raises OSError when the disk fails as well, or holds MOST of them: someone floods us."""
    folder = Path(settings.ATTEMPTS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sum(1 for _path in folder.iterdir()) >= MOST:
        raise OSError(errno.EDQUOT, "too many attempts put aside")
    being_written = folder / f"{key}.part"
    with os.fdopen(os.open(being_written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    being_written.rename(folder / f"{key}.json")


def put_aside_so_far() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield what was put aside, oldest first; the reader removes each file once it is kept."""
    folder = Path(settings.ATTEMPTS_DIR)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            yield path, json.loads(path.read_text())
        except (FileNotFoundError, ValueError):  # another process took it, or the disk lost a part of it
            continue
