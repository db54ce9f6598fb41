"""Having a pile read by a process apart, and what it found brought back."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import parvis
from parvis.documents.scans.cutting import Split
from parvis.documents.scans.sheets import letter_named

SECONDS = 400
"""After which a reading is ended, on a machine that does other things too."""
_ROOT = Path(parvis.__file__).resolve().parent.parent


@dataclass(frozen=True)
class FoundLetter:
    """A letter of a pile: its PDF, pictures of its first pages, the verification code of ours that it carries."""

    pdf: Path
    pictures: list[Path]
    pages: int
    first: int
    code: str
    team: int


@dataclass(frozen=True)
class FoundPile:
    """What is in a pile; ``refused`` is why nothing is, by a short stable code."""

    letters: list[FoundLetter]
    pages: int = 0
    refused: str = ""


@contextmanager
def pile_read(content: bytes, split: Split) -> Iterator[FoundPile]:
    """Give what a pile holds, while its files are there. Never raises for what the pile is."""
    with tempfile.TemporaryDirectory(prefix="parvis-pile-") as place:
        folder = Path(place)
        pile = folder / "pile"
        pile.write_bytes(content)
        yield _found(folder, _run(pile, folder, split))


def _run(pile: Path, folder: Path, split: Split) -> str:
    """Run the process; return "" when it answered, else why it did not."""
    command = [sys.executable, "-P", "-m", "parvis.documents.scans.reading", str(pile), str(folder), split]
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "OMP_NUM_THREADS": "1"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, on files of ours
            command, env=environment, cwd=folder, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "too_long"
    if ended.returncode == 0:
        return ""
    return "too_long" if ended.returncode in {-24, -9} else "crashed"


def _found(folder: Path, trouble: str) -> FoundPile:
    if trouble:
        return FoundPile([], refused=trouble)
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if "refused" in told:
        return FoundPile([], refused=told["refused"])
    return FoundPile([_letter(folder, rank, one) for rank, one in enumerate(told["letters"])], told["pages"])


def _letter(folder: Path, rank: int, told: dict[str, Any]) -> FoundLetter:
    codes = (letter_named(code) for code in told["codes"])
    return FoundLetter(
        pdf=folder / f"{rank}.pdf",
        pictures=sorted(folder.glob(f"{rank}-*.jpg"), key=lambda one: int(one.stem.partition("-")[2])),
        pages=told["pages"],
        first=told["first"],
        code=next((code for code in codes if code), ""),
        team=told["team"],
    )
