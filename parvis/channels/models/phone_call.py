"""Telephone calls: what a switchboard told of each, and what the agent noted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent, Organisation
from parvis.people.models import Person


class CallState(models.TextChoices):
    """Where a call is in its life."""

    RINGING = "ringing", _("sonne")
    ANSWERED = "answered", _("en cours")
    ENDED = "ended", _("terminé")
    MISSED = "missed", _("manqué")


class CallOutcome(models.TextChoices):
    """How what was left to do after a call ended."""

    REACHED = "reached", _("personne jointe")
    ABSENT = "absent", _("pas de réponse")
    DROPPED = "dropped", _("sans suite")


class PhoneCall(models.Model):
    """One call of the public, or a note of one.

    ``reference`` is the switchboard's: told twice and in any order, it is one call; empty for what an agent noted by
    hand. ``number`` is empty when the caller hides it. ``about`` is the case made from it. A missed call, and one after
    which a call-back was promised (``promised_at``) without a case to hold the promise, are to do until ``settled_at``.
    ``teams`` are those who see it: the body's reception, or the team of the agent who noted it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services qui le voient"), default=list)
    reference = models.CharField(_("référence du standard"), max_length=120, blank=True)
    line = models.CharField(_("numéro appelé"), max_length=64, blank=True)
    number = models.CharField(_("numéro"), max_length=32, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=CallState)
    rang_at = models.DateTimeField(_("sonne le"))
    answered_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("personne"),
    )
    about = models.UUIDField(_("demande née de l’appel"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    promised_at = models.DateTimeField(_("rappel promis pour"), null=True, blank=True)
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("réglé par")
    )
    outcome = models.CharField(_("suite"), max_length=10, choices=CallOutcome, blank=True)

    class Meta:
        verbose_name = _("appel")
        ordering = ["-rang_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~models.Q(reference=""),
                name="call_told_once",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-rang_at"], name="call_of_body"),
            models.Index(fields=["organisation", "number"], name="call_of_number"),
            models.Index(fields=["person", "-rang_at"], name="call_of_person"),
            models.Index(
                fields=["organisation", "rang_at"],
                condition=models.Q(settled_at=None)
                & (models.Q(state="missed") | models.Q(promised_at__isnull=False)),
                name="call_to_do",
            ),
            models.Index(fields=["rang_at"], condition=models.Q(ended_at=None), name="call_going_on"),
        ]

    def __str__(self) -> str:
        return f"appel {self.pk}"

    @property
    def is_to_do(self) -> bool:
        """Return whether someone still has to call."""
        awaited = self.state == CallState.MISSED or self.promised_at is not None
        return awaited and self.settled_at is None
