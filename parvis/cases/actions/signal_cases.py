"""Tell the cases tied to this one that something happened here."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases import tasks
from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.models import CaseLink
from parvis.catalogue.workflows.actions import Kind, Phase, Setting
from parvis.common import jobs


@register
class SignalCases(CaseAction):
    """Each case tied under that name, either way, makes the transition that waits for the signal."""

    code, label = "signal_cases", gettext_lazy("Prévenir les demandes liées")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("link", Kind.FUNCTION, gettext_lazy("Nom du lien"), required=True),
        Setting("name", Kind.FUNCTION, gettext_lazy("Signal"), required=True),
    )

    def run(self, run: Run) -> None:
        """Leave it to a job for each: their teams may be others."""
        name = run.settings["link"]
        there = CaseLink.objects.filter(case=run.case, name=name).values_list("other_id", flat=True)
        back = CaseLink.objects.filter(other=run.case, name=name).values_list("case_id", flat=True)
        for case_id in {*there, *back}:
            jobs.defer(tasks.signal_case, case_id=str(case_id), name=run.settings["name"])
