"""Ask the person for missing pieces (CRPA L114-5)."""

from datetime import timedelta
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.services.notices import tell_person
from parvis.cases.services.pieces import request_pieces
from parvis.cases.services.timers import moment_after
from parvis.catalogue.workflows.actions import Kind, Phase, Setting
from parvis.common import clock

DAYS = 30


@register
class AskPieces(CaseAction):
    """All that is missing, at once, with a date to give it by; the delay of the law is suspended when it must be."""

    code, label = "ask_pieces", gettext_lazy("Demander des pièces")
    phase = Phase.TRANSACTION
    notifies = True
    settings: ClassVar = (
        Setting("items", Kind.LIST, gettext_lazy("Pièces"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Message")),
        Setting("delay", Kind.DELAY, gettext_lazy("Délai laissé"), default={"count": DAYS, "unit": "days"}),
        Setting(
            "suspends", Kind.TICK, gettext_lazy("Indispensables : le délai de réponse s’arrête"), default=True
        ),
    )

    def run(self, run: Run) -> None:
        """Ask, and tell the person. Raises ActionFailed when no piece is named."""
        items = run.texts("items")
        if not items:
            raise ActionFailed(_("Aucune pièce n’est nommée."), again=False)
        until = moment_after(run.case, run.delay("delay"), run.values) or clock.now() + timedelta(days=DAYS)
        request = request_pieces(
            run.case,
            items,
            timezone.localdate(until),
            run.text("text"),
            suspends=run.chosen("suspends"),
        )
        run.touch("state")
        tell_person(run.case, "pieces_asked", request=request)
