"""Take a function back."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class UnnameFunction(CaseAction):
    """Nobody holds the function for this case any more; the journal keeps who did."""

    code, label = "unname_function", gettext_lazy("Retirer une fonction")
    phase = Phase.TRANSACTION
    settings: ClassVar = (Setting("function", Kind.FUNCTION, gettext_lazy("Fonction"), required=True),)

    def run(self, run: Run) -> None:
        """Take it back."""
        key = run.settings["function"]
        run.keep("functions", **{key: {}})
        function = run.flow.functions.get(key, {}).get("label", key)
        journal.record(run.case, "function_named", facts={"function": function, "name": ""})
