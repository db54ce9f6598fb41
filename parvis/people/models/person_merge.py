"""That two persons were one: who said it, on what ground, what moved, and whether it was undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent
from parvis.people.models.person import Person


class MergeGround(models.TextChoices):
    """What shows that two persons are one. The person reads it."""

    ASKED = "asked", _("vous l’avez demandé")
    DOCUMENT = "document", _("une pièce d’identité a été vue")
    ENTRY = "entry", _("la même personne avait été enregistrée deux fois")
    PROVED = "proved", _("vous avez prouvé les deux adresses")


class PersonMerge(models.Model):
    """One merge of ``absorbed`` into ``kept``. ``moved`` keeps what it changed, so that it can be undone exactly.

    ``moved`` holds ids and former values only: ``{"cases.Case": [ids], "columns": {"phone": ["before", "after"]}}``.
    ``agent`` is None when the person did it themselves. Nothing is deleted by a merge, nor by its undoing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges", verbose_name=_("fiche gardée"))
    absorbed = models.ForeignKey(
        Person, models.CASCADE, related_name="merges_into", verbose_name=_("fiche réunie")
    )
    ground = models.CharField(_("motif"), max_length=10, choices=MergeGround)
    detail = models.CharField(_("précision"), max_length=300, blank=True)
    merged_at = models.DateTimeField(_("réunies le"))
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )
    body = models.CharField(_("organisme"), max_length=200, blank=True)
    capacity = models.CharField(_("qualité"), max_length=200, blank=True)
    moved = models.JSONField(_("ce qui a suivi"), default=dict)
    undone_at = models.DateTimeField(_("séparées le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("séparées par")
    )
    undone_why = models.CharField(_("raison de la séparation"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("réunion de fiches")
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=models.Q(undone_at=None), name="a_person_is_merged_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("absorbed")), name="nobody_merges_with_themselves"
            ),
        ]
        indexes = [models.Index(fields=["kept", "-merged_at"], name="merge_of_person")]
