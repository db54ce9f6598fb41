"""Put words on the case, or take them off."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class SetTags(CaseAction):
    """Shown on the page of the case, and read by formulas as ``case.tags``."""

    code, label = "set_tags", gettext_lazy("Ajouter ou retirer des étiquettes")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("add", Kind.LIST, gettext_lazy("À ajouter")),
        Setting("remove", Kind.LIST, gettext_lazy("À retirer")),
    )

    def run(self, run: Run) -> None:
        """Change the words."""
        gone = set(run.texts("remove"))
        held = [each for each in run.case.track.get("tags", {}).get("all", []) if each not in gone]
        run.keep("tags", all=list(dict.fromkeys([*held, *run.texts("add")])))
