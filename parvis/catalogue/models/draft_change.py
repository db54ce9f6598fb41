"""The changes made to a version while it is written, one after the other, so that each can be taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.models.version import ProcedureVersion
from parvis.organisations.models import Agent


class DraftChange(models.Model):
    """One change. ``changes`` are those of ``composition.patches``; ``undone`` ones wait to be made again.

    ``verb`` is the code of what was done, ``target`` what it was done to (a question's address, a page's key) and
    ``said`` the words by which a builder knows it. ``before`` and ``after`` are the definition's checksums.
    """

    version = models.ForeignKey(
        ProcedureVersion, models.CASCADE, related_name="changes", verbose_name=_("version")
    )
    verb = models.CharField(_("geste"), max_length=30)
    target = models.CharField(_("objet"), max_length=200, blank=True)
    said = models.CharField(_("en mots"), max_length=300, blank=True)
    changes = models.JSONField(_("modifications"))
    before = models.CharField(_("empreinte d’avant"), max_length=64)
    after = models.CharField(_("empreinte d’après"), max_length=64)
    by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"))
    undone = models.BooleanField(_("annulée"), default=False)

    class Meta:
        verbose_name = _("modification de brouillon")
        indexes = [models.Index(fields=["version", "-id"], name="draft_change_latest")]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"
