"""Invite the person to mend a defect of form (CRPA L114-6)."""

from datetime import timedelta
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.services.notices import tell_person
from parvis.cases.services.pieces import request_mending
from parvis.cases.services.timers import moment_after
from parvis.catalogue.workflows.actions import Kind, Phase, Setting
from parvis.common import clock

DAYS = 30


@register
class AskMending(CaseAction):
    """What to correct, with the delay and the texts that require it."""

    code, label = "ask_mending", gettext_lazy("Faire corriger la forme")
    phase = Phase.TRANSACTION
    notifies = True
    settings: ClassVar = (
        Setting("items", Kind.LIST, gettext_lazy("Ce qu’il faut corriger"), required=True),
        Setting("provisions", Kind.RECALLING, gettext_lazy("Textes qui le demandent"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Message")),
        Setting("delay", Kind.DELAY, gettext_lazy("Délai laissé"), default={"count": DAYS, "unit": "days"}),
    )

    def run(self, run: Run) -> None:
        """Ask, and tell the person."""
        until = moment_after(run.case, run.delay("delay"), run.values) or clock.now() + timedelta(days=DAYS)
        day, text = timezone.localdate(until), run.text("text")
        request = request_mending(run.case, run.texts("items"), run.text("provisions"), day, text)
        run.touch("state")
        tell_person(run.case, "mend_asked", request=request)
