"""The journal: what happened to a case, in order, for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.organisations.models import Agent, Organisation


class JournalEntry(models.Model):
    """One thing that happened. Append-only: the runtime role may not change or delete it.

    ``facts`` are hashed into the chain; ``personal`` is covered by its salted digest only, so that it can be erased
    (retention, RGPD art. 17) and the chain still verifies.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="journal", db_index=False, verbose_name=_("demande")
    )
    position = models.PositiveIntegerField(_("rang"))
    kind = models.CharField(_("nature"), max_length=40)
    at = models.DateTimeField(_("le"))
    recorded_at = models.DateTimeField(_("inscrit le"))
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent"),
    )
    by = models.CharField(_("auteur"), max_length=20)
    facts = models.JSONField(_("faits"), default=dict)
    personal = models.JSONField(_("données personnelles"), null=True, blank=True)
    personal_salt = models.CharField(_("sel"), max_length=32, blank=True)
    personal_digest = models.CharField(_("empreinte des données personnelles"), max_length=64, blank=True)
    previous_hash = models.CharField(_("empreinte précédente"), max_length=64)
    hash = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        verbose_name = _("inscription au journal")
        constraints = [
            # Not led by the body, unlike other constraints: a transfer changes the body, never the chain.
            models.UniqueConstraint(fields=["case", "position"], name="journal_position_unique"),
            # A net under the job that declares them: silence decides a demand once.
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(kind="implied"), name="journal_implied_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], condition=models.Q(kind="breach_found"), name="journal_breaches"
            )
        ]
        ordering = ["position"]
