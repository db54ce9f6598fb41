"""Outages, and what was done to each."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.common import clock
from parvis.organisations.models import Agent, Organisation


class Function(models.TextChoices):
    """What can fail, as the public knows it. ``STOPS_PERSONS`` are those without which a deadline cannot be kept."""

    PORTAL = "portal", _("tout le service en ligne")
    DEPOSIT = "deposit", _("l’envoi des demandes")
    FOLLOW_UP = "follow_up", _("le suivi des demandes et l’envoi des pièces")
    SIGN_IN = "sign_in", _("la connexion à l’espace personnel")
    MESSAGES = "messages", _("les e-mails que nous envoyons")
    DOCUMENTS = "documents", _("les documents en PDF")
    DESK = "desk", _("le bureau des agents")


STOPS_PERSONS = frozenset({Function.PORTAL, Function.FOLLOW_UP, Function.SIGN_IN})
"""Without these a person cannot give pieces, mend, or read what they could contest."""
STOPS_DEPOSITS = frozenset({Function.PORTAL, Function.DEPOSIT, Function.SIGN_IN})
"""Without these a person cannot finish a deposit begun."""


class OutageKind(models.TextChoices):
    """How we know of it."""

    DECLARED = "declared", _("déclarée")
    DETECTED = "detected", _("détectée")
    PLANNED = "planned", _("maintenance prévue")


class OutageQuerySet(models.QuerySet["Outage"]):
    """Outages by where they are."""

    def standing(self) -> Self:
        """Keep those that nobody closed as an error."""
        return self.filter(dismissed_at=None)

    def to_tell(self, since: datetime) -> Self:
        """Keep those that a page may have to tell: running, or to come before ``since``."""
        return self.standing().filter(ends_at=None, starts_at__lte=since)

    def not_settled(self) -> Self:
        """Keep those that have begun and whose effects are not all written yet."""
        begun = self.filter(starts_at__lte=clock.now())
        return begun.filter(Q(ends_at=None) | Q(settled_until=None) | Q(settled_until__lt=F("ends_at")))

    def of_body(self, organisation_id: int | None) -> Self:
        """Keep those of a body, and those of the whole platform."""
        return self.filter(Q(organisation=None) | Q(organisation_id=organisation_id))

    def touching(self, *functions: Function) -> Self:
        """Keep those in which one of these functions failed."""
        return self.filter(functions__overlap=[str(function) for function in functions])


class Outage(models.Model):
    """A time in which the service failed, or will be stopped, for one body or for all when it has none.

    ``procedures`` are codes, all of them when empty. ``ends_at`` is a fact, never in the future; what is announced is
    ``expected_until``. ``said`` is read by the public, ``cause`` by agents. ``settled_until`` tells up to which moment
    of the outage the rooms above have moved what is theirs, ``settled_after`` where they are in doing so.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outages",
        verbose_name=_("organisme"),
    )
    kind = models.CharField(_("nature"), max_length=10, choices=OutageKind)
    functions = ArrayField(
        models.CharField(max_length=20, choices=Function), verbose_name=_("ce qui ne fonctionne pas")
    )
    procedures = ArrayField(
        models.CharField(max_length=100), verbose_name=_("démarches"), default=list, blank=True
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    expected_until = models.DateTimeField(_("fin annoncée"), null=True, blank=True)
    said = models.CharField(_("ce que lit le public"), max_length=500, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    probe = models.CharField(_("sonde"), max_length=30, blank=True)
    declared_by = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("déclarée par")
    )
    declared_at = models.DateTimeField(_("déclarée le"), default=clock.now)
    dismissed_at = models.DateTimeField(_("écartée le"), null=True, blank=True)
    dismissal = models.CharField(_("pourquoi elle est écartée"), max_length=500, blank=True)
    settled_until = models.DateTimeField(_("délais déplacés jusqu’au"), null=True, blank=True)
    settled_after = models.UUIDField(_("délais déplacés après"), null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = _("panne")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="outage_ends_after_its_start"
            ),
            # Two workers who see the same failure open one outage.
            models.UniqueConstraint(
                fields=["probe"],
                condition=Q(kind="detected", ends_at=None, dismissed_at=None),
                name="outage_detected_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"], condition=Q(ends_at=None, dismissed_at=None), name="outage_not_over"
            ),
            models.Index(fields=["organisation", "-starts_at"], name="outage_of_body"),
        ]

    def __str__(self) -> str:
        return f"panne {self.pk}"

    @property
    def is_planned(self) -> bool:
        """Say whether it is still to come."""
        return self.dismissed_at is None and self.ends_at is None and self.starts_at > clock.now()

    @property
    def is_running(self) -> bool:
        """Say whether the service fails now."""
        return self.dismissed_at is None and self.ends_at is None and self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        """Say whether it has ended."""
        return self.dismissed_at is None and self.ends_at is not None

    @property
    def stops_persons(self) -> bool:
        """Say whether a person could not keep a deadline in it."""
        return bool(STOPS_PERSONS & set(self.functions))

    @property
    def stops_deposits(self) -> bool:
        """Say whether a person could not finish a deposit in it."""
        return bool(STOPS_DEPOSITS & set(self.functions))

    @property
    def until(self) -> datetime:
        """Return up to when it has lasted: its end, or the present."""
        return self.ends_at or clock.now()

    @property
    def days(self) -> tuple[date, date]:
        """Return its first and last days, today while it lasts."""
        return timezone.localdate(self.starts_at), timezone.localdate(self.until)

    def concerns(self, organisation_id: int | None, code: str = "") -> bool:
        """Say whether it touches a body, and a procedure of it when one is named."""
        if self.organisation_id not in {None, organisation_id}:
            return False
        return not self.procedures or code in self.procedures


class OutageVerb(models.TextChoices):
    """What is done to an outage."""

    DECLARED = "declared", _("déclarée")
    DETECTED = "detected", _("détectée")
    CORRECTED = "corrected", _("corrigée")
    ENDED = "ended", _("terminée")
    DISMISSED = "dismissed", _("écartée")


class OutageEvent(models.Model):
    """One line of the history of an outage: who did what, when. ``facts`` hold the former values of a correction."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="events", verbose_name=_("panne"))
    verb = models.CharField(_("geste"), max_length=10, choices=OutageVerb)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )
    at = models.DateTimeField(_("le"), default=clock.now)
    facts = models.JSONField(_("faits"), default=dict, blank=True)

    class Meta:
        verbose_name = _("ligne d’historique d’une panne")
        ordering = ["at", "pk"]
