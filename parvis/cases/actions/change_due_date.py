"""Promise another day, and say why."""

from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.workflow_times import moment_of
from parvis.catalogue.workflows.actions import Kind, Phase, Setting

_FIRST, _LAST = 1900, 2200
"""Years of a date that a formula may give: farther, nothing could be reckoned."""


@register
class ChangeDueDate(CaseAction):
    """Moves the day that the body promised. The delays of the law are not the body's to move: they stay."""

    code, label = "change_due_date", gettext_lazy("Changer l’échéance promise")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("date", Kind.FORMULA, gettext_lazy("Nouvelle date"), required=True),
        Setting("reason", Kind.RECALLING, gettext_lazy("Motif"), required=True),
    )

    def run(self, run: Run) -> None:
        """Promise the day. Raises ActionFailed when the formula gives none."""
        day = moment_of(run.value("date"))
        if day is None:
            raise ActionFailed(_("La nouvelle date ne se lit pas."), again=False)
        if not _FIRST <= day.year <= _LAST:
            raise ActionFailed(_("La nouvelle date est trop loin : vérifiez l’année."), again=False)
        facts = {"to": timezone.localdate(day).isoformat()}
        journal.record(run.case, "due_date_changed", facts=facts, personal={"reason": run.text("reason")})
