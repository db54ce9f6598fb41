"""A definition as it is, for another Parvis or for whoever keeps it elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy

from parvis.catalogue.exports.documents import written
from parvis.catalogue.exports.registry import Exported, Exporter, register


@register
class Definition(Exporter):
    """The document « parvis-procedure/1 »; what it names (tables, sources) goes with it in a bundle only."""

    code, label = "parvis", gettext_lazy("Parvis (JSON)")
    suffix, media_type = ".json", "application/json"

    def write(self, definition: dict[str, Any]) -> Exported:
        """Return the document, its keys in order."""
        return Exported(written(definition))
