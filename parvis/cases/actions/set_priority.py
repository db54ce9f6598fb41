"""Say how urgent the case is."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class SetPriority(CaseAction):
    """Shown on the page of the case, and read by formulas as ``case.priority``."""

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
        run.keep("priority", level=run.settings["level"])
