"""Personal data forgotten before the time of its procedure."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import register
from parvis.cases.hooks import Hook
from parvis.catalogue.workflows.actions import Kind, Setting


@register
class Anonymise(Hook):
    """Personal data forgotten before the time of its procedure."""

    code, label = "anonymise", gettext_lazy("Anonymiser sans attendre")
    settings: ClassVar = (
        Setting(
            "what",
            Kind.CHOICE,
            gettext_lazy("Quoi"),
            choices=(
                ("all", gettext_lazy("toute la demande")),
                ("sensitive", gettext_lazy("les réponses sensibles")),
                ("person", gettext_lazy("le lien avec la personne")),
            ),
            default="all",
        ),
    )
