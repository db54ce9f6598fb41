"""Ask opinions, side by side."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import ConsultationKind
from parvis.cases.services.asking import put_question
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class AskOpinion(CaseAction):
    """Each one asked sees the case and answers; the workflow goes on once all did, or the delay is over."""

    code, label = "ask_opinion", gettext_lazy("Demander un avis")
    phase = Phase.TRANSACTION
    named = "avis"
    notifies = True
    settings: ClassVar = (
        Setting("to", Kind.PEOPLE, gettext_lazy("À qui"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Question"), required=True),
        Setting("delay", Kind.DELAY, gettext_lazy("Délai pour répondre")),
    )

    def run(self, run: Run) -> None:
        """Ask. Raises Invalid when nobody holds the roles named."""
        put_question(run, ConsultationKind.OPINION)
