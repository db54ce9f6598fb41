"""Say where the case is."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class Locate(CaseAction):
    """A point, from an answer on the map or from another system; what is no point leaves the case where it was."""

    code, label = "locate", gettext_lazy("Placer sur la carte")
    phase = Phase.TRANSACTION
    settings: ClassVar = (Setting("point", Kind.FORMULA, gettext_lazy("Point"), required=True),)

    def run(self, run: Run) -> None:
        """Move the point."""
        found = _point(run.value("point"))
        if found is not None:
            run.case.latitude, run.case.longitude = found
            run.touch("latitude", "longitude")


def _point(value: Any) -> tuple[float, float] | None:
    if not isinstance(value, dict):
        return None
    latitude, longitude = value.get("latitude", value.get("lat")), value.get("longitude", value.get("lon"))
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
