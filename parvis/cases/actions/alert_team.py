"""Tell those who treat the case that something waits for them."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.services.people_of import addresses_of
from parvis.cases.services.workflow_messages import Written, send_to
from parvis.catalogue.workflows.actions import Kind, Phase, Setting


@register
class AlertTeam(CaseAction):
    """A short e-mail to a team, an agent or who holds a function."""

    code, label = "alert_team", gettext_lazy("Prévenir un service")
    phase = Phase.TRANSACTION
    notifies = True
    settings: ClassVar = (
        Setting("to", Kind.PEOPLE, gettext_lazy("Qui"), default=["handler"]),
        Setting("text", Kind.RECALLING, gettext_lazy("Message"), required=True),
    )

    def run(self, run: Run) -> None:
        """Write the alert down; it leaves once the transition is done."""
        written = Written("", run.text("text"))
        for address in addresses_of(run.case, run.flow, run.chosen("to")):
            send_to(run.case, address, written)
