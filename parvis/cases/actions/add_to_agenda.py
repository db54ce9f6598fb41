"""A moment put in an agenda of the body."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import register
from parvis.cases.hooks import Hook
from parvis.catalogue.workflows.actions import Kind, Setting


@register
class AddToAgenda(Hook):
    """A moment put in an agenda of the body."""

    code, label = "add_to_agenda", gettext_lazy("Ajouter à un agenda")
    settings: ClassVar = (
        Setting("agenda", Kind.LINE, gettext_lazy("Agenda"), required=True),
        Setting("date", Kind.FORMULA, gettext_lazy("Date"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Titre"), required=True),
    )
