"""An appointment proposed to the person."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import register
from parvis.cases.hooks import Hook
from parvis.catalogue.workflows.actions import Kind, Setting


@register
class ProposeAppointment(Hook):
    """An appointment proposed to the person."""

    code, label = "propose_appointment", gettext_lazy("Proposer un rendez-vous")
    settings: ClassVar = (
        Setting("agenda", Kind.LINE, gettext_lazy("Agenda"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Message")),
        Setting("signal", Kind.FUNCTION, gettext_lazy("Signal envoyé une fois pris")),
    )
