"""A payment asked of the person, by a link and other ways."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import register
from parvis.cases.hooks import Hook
from parvis.catalogue.workflows.actions import Kind, Setting


@register
class TakePayment(Hook):
    """A payment asked of the person, by a link and other ways."""

    code, label = "take_payment", gettext_lazy("Demander un paiement")
    settings: ClassVar = (
        Setting("amount", Kind.FORMULA, gettext_lazy("Montant, en euros"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Ce qui est payé")),
        Setting("signal", Kind.FUNCTION, gettext_lazy("Signal envoyé une fois payé")),
    )
