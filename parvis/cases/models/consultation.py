"""Opinions, validations and signatures asked about a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case
from parvis.common import clock
from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation, Team


class ConsultationKind(models.TextChoices):
    """What is asked."""

    OPINION = "opinion", _("avis")
    VALIDATION = "validation", _("visa")
    SIGNATURE = "signature", _("signature")


class ConsultationState(models.TextChoices):
    """What came of it."""

    WAITING = "waiting", _("attendu")
    GIVEN = "given", _("donné")
    GRANTED = "granted", _("accordé")
    REFUSED = "refused", _("refusé")
    DROPPED = "dropped", _("plus attendu")


class Consultation(models.Model):
    """What one team or agent is asked about a case. Several of one ``ask`` run side by side.

    ``ask`` is the key of the action that asked, ``turn`` the entry in the status. ``agent`` is who must answer when it
    is not anyone of the team; ``delegated_by`` who handed it over. ``quorum``: « one » answer is enough, or « all ».

    ``signing``, of a signature: ``letter`` (key of the action that makes what is signed), ``document`` (what it issued,
    "" until then), then who signed (``signer``, ``capacity``, ``drawing``, ``signed_at``) and ``issued`` (the
    document that carries it).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="consultations", db_index=False, verbose_name=_("demande")
    )
    kind = models.CharField(_("nature"), max_length=10, choices=ConsultationKind)
    ask = models.CharField(_("demande"), max_length=50)
    turn = models.PositiveIntegerField(_("passage"))
    quorum = models.CharField(_("réponses attendues"), max_length=3, default="all")
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="+", db_index=False, verbose_name=_("service consulté")
    )
    agent = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent consulté"),
    )
    delegated_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("confié par"),
    )
    question = models.TextField(_("question"))
    state = models.CharField(
        _("état"), max_length=10, choices=ConsultationState, default=ConsultationState.WAITING
    )
    answer = models.TextField(_("réponse"), blank=True)
    signing = models.JSONField(_("signature"), default=dict, blank=True)
    asked_at = models.DateTimeField(_("demandé le"))
    due_at = models.DateTimeField(_("attendu avant le"), null=True, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("répondu par"),
    )

    class Meta:
        verbose_name = _("consultation")
        indexes = [models.Index(fields=["case", "asked_at"], name="consultation_of_case")]
        ordering = ["asked_at", "pk"]

    @property
    def is_waiting(self) -> bool:
        """Return whether an answer is still expected."""
        return self.state == ConsultationState.WAITING

    @property
    def is_settled(self) -> bool:
        """Return whether its answer counts: one that signs does once the document that carries it is issued."""
        signs = self.kind == ConsultationKind.SIGNATURE and self.state == ConsultationState.GRANTED
        return not self.is_waiting and (not signs or bool(self.signing.get("issued")))

    @property
    def is_late(self) -> bool:
        """Return whether the answer was due before now."""
        return self.is_waiting and self.due_at is not None and self.due_at <= clock.now()
