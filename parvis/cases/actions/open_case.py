"""Open a case in another procedure, or the same: the workflow may wait for its end."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.services.opening import open_case
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class OpenCase(CaseAction):
    """Lodged in the name of the same person, at the body that offers the procedure there; tied under a name."""

    code, label = "open_case", gettext_lazy("Ouvrir une autre demande")
    phase = Phase.JOB
    settings: ClassVar = (
        Setting("procedure", Kind.PROCEDURE, gettext_lazy("Démarche"), required=True),
        Setting("answers", Kind.FORMULAS, gettext_lazy("Réponses, par question")),
        Setting("link", Kind.FUNCTION, gettext_lazy("Nom du lien")),
    )

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return what will be lodged."""
        return {
            "procedure": run.settings["procedure"],
            "answers": run.formulas("answers"),
            "link": run.settings.get("link", ""),
        }

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:
        """Lodge it, once for a key. Raises ActionFailed when the procedure is not offered or refuses the answers."""
        opened = open_case(
            case_id=UUID(case_id),
            key=key,
            procedure=given["procedure"],
            answers=given["answers"],
            name=given["link"],
        )
        return {"case": str(opened)}

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Keep its id under the name of the action."""
        if run.step.key:
            run.keep("results", **{run.step.key: dict(found)})
