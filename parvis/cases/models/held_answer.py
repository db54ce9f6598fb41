"""An answer on its way out, which its author can still call back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation


class HeldAnswer(models.Model):
    """What an agent wrote and has not left yet: held a few seconds, or called back and kept to be written again.

    Nothing is said, journalled nor moved before it leaves. Its files are internal attachments of the case, under the
    question ``held:<id>``. ``refusal`` says why it could not leave, when it could not.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="held_answers", verbose_name=_("demande"))
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", verbose_name=_("agent"))
    text = models.TextField(_("texte"))
    then = models.CharField(_("état ensuite"), max_length=30, blank=True)
    leaves_at = models.DateTimeField(_("part le"), null=True, blank=True)
    refusal = models.CharField(_("pourquoi elle n’est pas partie"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("réponse retenue")
        # Not led by the body: a transfer changes the body, not who was writing.
        constraints = [models.UniqueConstraint(fields=["case", "agent"], name="held_answer_once")]

    @property
    def files_key(self) -> str:
        """Return the question under which its files are attached to the case."""
        return f"held:{self.pk}"
