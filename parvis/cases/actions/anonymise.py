"""Personal data forgotten before the time of its procedure."""

from collections.abc import Callable
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import Case
from parvis.cases.services.anonymising import forget_all, forget_answers, forget_person, may_forget
from parvis.catalogue.workflows.actions import Kind, Phase, Setting

_FORGET: dict[str, Callable[[Case], set[str]]] = {
    "all": forget_all,
    "sensitive": forget_answers,
    "person": forget_person,
}


@register
class Anonymise(CaseAction):
    """Once the case ended: as long as it is open, somebody is still to be answered."""

    code, label = "anonymise", gettext_lazy("Anonymiser sans attendre")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting(
            "what",
            Kind.CHOICE,
            gettext_lazy("Quoi"),
            gettext_lazy("À l’arrivée à une étape où la demande est close. Les documents émis restent."),
            choices=(
                ("all", gettext_lazy("toute la demande")),
                ("sensitive", gettext_lazy("les réponses, sauf les choix et les nombres")),
                ("person", gettext_lazy("le lien avec la personne")),
            ),
            default="all",
        ),
    )

    def run(self, run: Run) -> None:
        """Forget. Raises ActionFailed as long as the case is open."""
        if not may_forget(run.case):
            raise ActionFailed(_("La demande est encore ouverte : rien n’est effacé."), again=False)
        what = run.chosen("what")
        journal.record(run.case, "anonymised", facts={"what": what})
        run.touch(*_FORGET[what](run.case))
