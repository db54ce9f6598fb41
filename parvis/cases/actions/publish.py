"""What of the case is open data, published without a name."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import register
from parvis.cases.hooks import Hook
from parvis.catalogue.workflows.actions import Kind, Setting


@register
class Publish(Hook):
    """What of the case is open data, published without a name."""

    code, label = "publish", gettext_lazy("Publier en données ouvertes")
    settings: ClassVar = (Setting("values", Kind.FORMULAS, gettext_lazy("Données publiées"), required=True),)
