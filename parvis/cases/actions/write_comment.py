"""Leave words in the story of the case."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import Direction
from parvis.cases.services.messages import write_message
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class WriteComment(CaseAction):
    """A note for agents, or words that the person reads on the follow-up page without being written to."""

    code, label = "write_comment", gettext_lazy("Ajouter un commentaire")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("text", Kind.RECALLING, gettext_lazy("Texte"), required=True),
        Setting(
            "audience",
            Kind.CHOICE,
            gettext_lazy("Qui le lit"),
            choices=(
                ("agents", gettext_lazy("les agents")),
                ("everyone", gettext_lazy("la personne et les agents")),
            ),
            default="agents",
        ),
    )

    def run(self, run: Run) -> None:
        """Write it; a text that says nothing is not written."""
        text = run.text("text")
        if not text.strip():
            return
        public = run.chosen("audience") == "everyone"
        direction = Direction.OUTBOUND if public else Direction.NOTE
        write_message(run.case, direction, text, (), channel="online" if public else "")
