"""A question of ours, being made of a field."""

from dataclasses import dataclass, field
from typing import Any

from parvis.catalogue.imports.publik.language.scope import Shape
from parvis.catalogue.imports.publik.lists import Options


@dataclass
class Made:
    """A question of ours: its type and its own options, its rules, what the source reads of it."""

    type: str
    shape: Shape | None = None
    options: dict[str, Any] = field(default_factory=dict)
    checks: list[dict[str, str]] = field(default_factory=list)
    choices: Options | None = None
    required: bool = True
