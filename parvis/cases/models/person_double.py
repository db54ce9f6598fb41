"""Pairs of persons that may be one, as a job found them: for an agent to look at, never merged by itself."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent
from parvis.people.models import Person


class PersonDouble(models.Model):
    """Two persons that look alike: how much, out of a hundred, and why (codes of ``people.likeness``).

    ``first`` has the lower key. ``teams`` are those that know either; who sees both persons sees the pair. An agent who
    says that they are two closes it for everybody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("une personne"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("l’autre"))
    score = models.PositiveSmallIntegerField(_("ressemblance sur cent"))
    reasons = models.JSONField(_("raisons"), default=list)
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services"))
    found_at = models.DateTimeField(_("trouvée le"))
    refused_at = models.DateTimeField(_("écartée le"), null=True, blank=True)
    refused_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("écartée par")
    )

    class Meta:
        verbose_name = _("fiches qui se ressemblent")
        ordering = ["-score", "found_at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_of_persons_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="a_pair_is_written_in_order"
            ),
        ]
        indexes = [
            GinIndex(fields=["teams"], condition=models.Q(refused_at=None), name="doubles_of_teams"),
            models.Index(fields=["second"], name="double_of_second"),
        ]


class PersonToCompare(models.Model):
    """Someone whose name, address or number changed, whom the job compares with the others; out of reach of others."""

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("personne")
    )

    class Meta:
        verbose_name = _("personne à comparer")
