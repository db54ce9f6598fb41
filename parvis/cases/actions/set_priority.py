"""Say how urgent the case is."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import Level
from parvis.cases.services.commitments import set_levels
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class SetPriority(CaseAction):
    """How urgent it is, as on the desk: the commitments of the body follow. Formulas read ``case.priority``."""

    code, label = "set_priority", gettext_lazy("Fixer la priorité")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting(
            "level",
            Kind.CHOICE,
            gettext_lazy("Priorité"),
            required=True,
            choices=(
                ("low", gettext_lazy("basse")),
                ("normal", gettext_lazy("normale")),
                ("high", gettext_lazy("haute")),
                ("urgent", gettext_lazy("urgente")),
            ),
        ),
    )

    def run(self, run: Run) -> None:
        """Set it."""
        level = run.settings["level"]
        run.keep("priority", level=level)
        impact, urgency = _LEVELS[level]
        if set_levels(run.case, impact=impact, urgency=urgency):
            run.touch("impact", "urgency", "is_committed")


_LEVELS = {
    "low": (Level.MEDIUM, Level.LOW),
    "normal": (Level.MEDIUM, Level.MEDIUM),
    "high": (Level.MEDIUM, Level.HIGH),
    "urgent": (Level.HIGH, Level.HIGH),
}
"""Impact and urgency, by the words of the workflow."""
