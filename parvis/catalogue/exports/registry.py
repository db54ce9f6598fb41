"""What a format of export declares, and the registry of them: one new file here is one new format.

An export says what it cannot say, line by line, as an import does: nothing is lost in silence.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise

from parvis.catalogue.imports.report import Remainder
from parvis.common.registry import Registry


@dataclass(frozen=True)
class Exported:
    """A file, and what of the definition it does not hold."""

    content: bytes = field(repr=False)
    left: tuple[Remainder, ...] = ()


class Exporter:
    """Base of exporters. ``suffix`` ends the name of the file (« .xlsx »), ``media_type`` is its registered type."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    suffix: ClassVar[str]
    media_type: ClassVar[str]

    def write(self, definition: dict[str, Any]) -> Exported:
        """Return a definition, which the lint accepts, as a file."""
        raise NotImplementedError


registry: Registry[Exporter] = Registry(
    Exporter, package="parvis.catalogue.exports", requires=("code", "label", "suffix", "media_type")
)
register = registry.register
