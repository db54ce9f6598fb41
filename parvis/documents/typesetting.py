"""The engine that draws letters, loaded at the first letter: it weighs as much as all that serves pages."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

STANDARDS = ["ua-1", "a-2a"]
"""Tagged for screen readers (PDF/UA-1), made to be archived (PDF/A-2a)."""


def engine() -> ModuleType:
    """Return the engine, loaded by whoever asks first. Nothing else of the product imports it."""
    import typst  # noqa: PLC0415 - a process that draws no letter does without its 25 MB

    return typst


def typeset(source: Path, letter: dict[str, Any], *, timestamp: int) -> bytes:
    """Return the PDF of a layout, which reads ``letter`` as JSON: what it says never becomes part of a source."""
    made: bytes = engine().compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        ignore_system_fonts=True,
        timestamp=timestamp,
    )
    return made


def can_typeset(source: str, **inputs: str) -> bool:
    """Return whether the engine draws a source under our standards."""
    try:
        engine().compile(
            source.encode(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            ignore_system_fonts=True,
        )
    except engine().TypstError:
        return False
    return True
