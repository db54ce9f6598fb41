"""End the case."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import LegalState, Outcome
from parvis.cases.services.notices import tell_person
from parvis.cases.services.treatment import end_case
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class Close(CaseAction):
    """Ends it, with its outcome when none was said; the person is told, unless the workflow writes to them itself."""

    code, label = "close", gettext_lazy("Terminer la demande")
    phase = Phase.TRANSACTION
    notifies = True
    settings: ClassVar = (
        Setting(
            "outcome",
            Kind.CHOICE,
            gettext_lazy("Issue"),
            choices=(
                ("answered", Outcome.ANSWERED.label),
                ("no_follow_up", Outcome.NO_FOLLOW_UP.label),
            ),
        ),
        Setting("quiet", Kind.TICK, gettext_lazy("Sans prévenir la personne"), default=False),
    )

    def run(self, run: Run) -> None:
        """End it, once."""
        case = run.case
        if case.state == LegalState.CLOSED:
            return
        if not case.outcome and run.settings.get("outcome"):
            case.outcome = run.settings["outcome"]
        end_case(case)
        run.touch("state", "outcome")
        if not run.chosen("quiet"):
            tell_person(case, "closed")
