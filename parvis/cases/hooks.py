"""Actions of workflows whose effect is in a room above: an event, once a room said that it listens.

A room that takes payments calls ``provide("take_payment")`` when it starts and subscribes to ``WorkflowAsked``; until
one does, builders are not offered the action, and a case that meets it says so on the desk.
"""

from typing import ClassVar

from django.utils.translation import gettext as _

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run
from parvis.cases.events import WorkflowAsked
from parvis.catalogue.workflows.actions import Phase
from parvis.common.events import publish

_provided: set[str] = set()


def provide(hook: str) -> None:
    """Say that a room does what an action asks. Called by it when it starts."""
    _provided.add(hook)


class Hook(CaseAction):
    """Base of actions that another room carries out."""

    phase: ClassVar = Phase.TRANSACTION

    def provided(self) -> bool:
        """Return whether a room listens."""
        return self.code in _provided

    def run(self, run: Run) -> None:
        """Tell the room. Raises ActionFailed when none listens."""
        if not self.provided():
            said = _("« %(action)s » n’est pas disponible sur cette plateforme.") % {"action": self.label}
            raise ActionFailed(said, again=False)
        publish(WorkflowAsked(case_id=run.case.pk, hook=self.code, place=run.step.place))
