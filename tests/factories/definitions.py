"""Whole definitions, as a body would write them."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "definitions"


def school_meals(**changes: Any) -> dict[str, Any]:
    """Return « Inscrire vos enfants à la cantine » : a block repeated, computed prices, an exit, agents' questions."""
    return {**copy.deepcopy(_read("accueil-periscolaire")), **changes}


@cache
def _read(code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return found
