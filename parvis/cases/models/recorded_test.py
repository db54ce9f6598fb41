"""Tests of a procedure's workflow, recorded from cases or written step by step."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models import Procedure
from parvis.organisations.models import Agent


class RecordedTest(models.Model):
    """What a case lived, without anything of anyone, and what must come of it again at each publication.

    ``script`` is played, ``expected`` is the course it gave when it was kept (``rehearsal``). ``version`` is the number
    of the version it was kept on. ``differences`` are those of the last play, None when it was never played again.
    """

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="recorded_tests", verbose_name=_("démarche")
    )
    name = models.CharField(_("nom"), max_length=120)
    script = models.JSONField(_("déroulé"))
    expected = models.JSONField(_("résultat attendu"))
    version = models.PositiveIntegerField(_("version"))
    made_at = models.DateTimeField(_("fait le"))
    made_by = models.ForeignKey(
        Agent, models.PROTECT, related_name="+", db_index=False, verbose_name=_("fait par")
    )
    differences = models.JSONField(_("différences"), null=True, blank=True)
    played_at = models.DateTimeField(_("joué le"), null=True, blank=True)
    played_on = models.PositiveIntegerField(_("joué sur la version"), null=True, blank=True)

    class Meta:
        verbose_name = _("test de parcours")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "name"], name="recorded_test_name_unique")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def failed(self) -> bool:
        """Return whether the last play differed."""
        return bool(self.differences)
