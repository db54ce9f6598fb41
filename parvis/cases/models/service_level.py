"""Service levels: the hours a body works, and what it commits to within them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation, Team
from parvis.people.models import PersonKind


class BusinessCalendar(models.Model):
    """When a body works: weekly hours, public holidays kept, closures and special days, each with its reason.

    ``hours`` is by ISO day (« 1 » is Monday) a list of ``["09:00", "12:00"]``; ``closures`` a list of
    ``{"since", "until", "why"}``; ``special_days`` of ``{"day", "hours", "why"}``. ``edition`` grows at each change;
    ``former`` keeps the editions it had, each with the moment it gave way: clocks that ended then read it still.
    """

    DRAWN: ClassVar = ("hours", "territory", "closures", "special_days")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="business_calendars", verbose_name=_("organisme")
    )
    name = models.CharField(_("nom"), max_length=100)
    hours = models.JSONField(_("horaires"), default=dict)
    territory = models.CharField(_("jours fériés"), max_length=20, blank=True, default="mainland")
    closures = models.JSONField(_("fermetures"), default=list, blank=True)
    special_days = models.JSONField(_("jours particuliers"), default=list, blank=True)
    edition = models.PositiveIntegerField(_("édition"), default=1)
    former = models.JSONField(
        _("éditions passées"), default=list, db_default=models.Value([], models.JSONField())
    )

    class Meta:
        verbose_name = _("calendrier de service")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="business_calendar_name_unique")
        ]

    def __str__(self) -> str:
        return self.name

    def as_drawn(self) -> dict[str, Any]:
        """Return what makes its hours: the columns of ``DRAWN``."""
        return {name: getattr(self, name) for name in self.DRAWN}


class Priority(models.IntegerChoices):
    """How pressing a case is: impact × urgency, 1 first."""

    CRITICAL = 1, _("critique")
    HIGH = 2, _("haute")
    NORMAL = 3, _("normale")
    LOW = 4, _("basse")
    LOWEST = 5, _("très basse")


class Agreement(models.Model):
    """What a body commits to, for the cases it fits: the most precise agreement that fits a case applies.

    An empty criterion fits everything. ``first_answer``, ``next_answer`` and ``resolution`` are lengths of opening
    time (« 30min », « 4h », « 2d »), empty for none; without ``calendar`` they run day and night. The clocks stop in
    the states of ``pauses``. ``steps`` are warnings and escalations: ``{"share": 75, "tell": ["assignee"]}`` at a share
    of the time, ``{"after": "2h", "tell": ["managers"]}`` past the due date. Where silence has no effect, a person who
    does not answer is reminded after ``remind_after``, and the case closed after ``close_after``.

    ``team`` makes it an agreement between teams: what that team owes those who wait for it, from the arrival of a case
    there. It then sets ``look_every`` (« look every 2 days »), ``first_answer`` (« answer within 8 ») or
    ``resolution`` (handed on, or ended).
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name=_("organisme")
    )
    name = models.CharField(_("nom"), max_length=100)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service engagé")
    )
    procedure_code = models.CharField(_("démarche"), max_length=100, blank=True)
    priority = models.PositiveSmallIntegerField(_("priorité"), choices=Priority, null=True, blank=True)
    person_kind = models.CharField(_("type d’usager"), max_length=20, choices=PersonKind, blank=True)
    calendar = models.ForeignKey(
        BusinessCalendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("calendrier"),
    )
    first_answer = models.CharField(_("première réponse"), max_length=10, blank=True)
    next_answer = models.CharField(_("réponse suivante"), max_length=10, blank=True)
    resolution = models.CharField(_("résolution"), max_length=10, blank=True)
    look_every = models.CharField(
        _("regard du service"), max_length=10, blank=True, default="", db_default=""
    )
    remind_after = models.CharField(_("relance de l’usager"), max_length=10, blank=True)
    close_after = models.CharField(_("clôture sans réponse de l’usager"), max_length=10, blank=True)
    pauses = ArrayField(models.CharField(max_length=30), verbose_name=_("arrêts"), default=list, blank=True)
    steps = models.JSONField(_("alertes"), default=list, blank=True)
    is_shown = models.BooleanField(_("annoncé à l’usager"), default=True)
    is_active = models.BooleanField(_("en vigueur"), default=True)

    # By how much each criterion makes an agreement precise: the procedure says more than the priority, and so on.
    PRECISION: ClassVar = {"procedure_code": 4, "priority": 2, "person_kind": 1}

    class Meta:
        verbose_name = _("engagement de service")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="agreement_name_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def precision(self) -> int:
        """Return how precise it is."""
        return sum(weight for name, weight in self.PRECISION.items() if getattr(self, name))
