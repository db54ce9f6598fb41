"""Days on which an agent is away, and who stands in for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models.agent import Agent


class Absence(models.Model):
    """An agent is away from ``since`` to ``until``, both days included. Why is nobody's business, and is not kept.

    ``replaced_by`` answers in their place what is asked of them by name: opinions, validations, functions of a case.
    Without it, the manager of their team hands the answer over.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="absences", verbose_name=_("agent"))
    since = models.DateField(_("du"))
    until = models.DateField(_("au"))
    replaced_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("remplacé par"),
    )
    declared_at = models.DateTimeField(_("déclarée le"))

    class Meta:
        verbose_name = _("absence")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="absence_ends_after_its_start"
            )
        ]
        indexes = [models.Index(fields=["agent", "until"], name="absence_of_agent")]
