"""Ask for a validation: one level; several follow each other by as many statuses."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import ConsultationKind
from parvis.cases.services.asking import put_question
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class AskValidation(CaseAction):
    """Each one asked grants or refuses, or hands it over to another agent; one refusal is a refusal."""

    code, label = "ask_validation", gettext_lazy("Demander un visa")
    phase = Phase.TRANSACTION
    named = "visa"
    notifies = True
    settings: ClassVar = (
        Setting("to", Kind.PEOPLE, gettext_lazy("À qui"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Ce qu’il faut valider"), required=True),
        Setting("delay", Kind.DELAY, gettext_lazy("Délai pour répondre")),
        Setting(
            "quorum",
            Kind.CHOICE,
            gettext_lazy("Combien doivent accorder"),
            choices=(("all", gettext_lazy("tous")), ("one", gettext_lazy("un seul suffit"))),
            default="all",
        ),
    )

    def run(self, run: Run) -> None:
        """Ask. Raises Invalid when nobody holds the roles named."""
        put_question(run, ConsultationKind.VALIDATION, quorum=run.chosen("quorum"))
