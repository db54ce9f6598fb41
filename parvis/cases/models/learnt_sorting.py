"""What a body learnt from its own ended demands, to suggest how to sort what comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class LearntSorting(models.Model):
    """The counts of words by which a body's suggestions are made; it exists only for bodies that asked for it.

    ``counts`` is ``{target: cases.learning.Learnt as a document}``. No text, no name, no number is kept: only words
    that several persons wrote (``learning.SHARED_BY``). ``followed`` and ``corrected`` count what agents did with
    suggestions.
    """

    organisation = models.OneToOneField(
        Organisation,
        models.CASCADE,
        primary_key=True,
        related_name="learnt_sorting",
        verbose_name=_("organisme"),
    )
    counts = models.JSONField(_("mots comptés"), default=dict, blank=True)
    cases = models.PositiveIntegerField(_("demandes lues"), default=0)
    learnt_at = models.DateTimeField(_("appris le"), null=True, blank=True)
    followed = models.PositiveIntegerField(_("suivies"), default=0)
    corrected = models.PositiveIntegerField(_("corrigées"), default=0)

    class Meta:
        verbose_name = _("tri appris")
