"""The core aggregate: one demand made by a person to a public body (« demande »)."""

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.state import OPEN, WAITING, LegalState
from parvis.catalogue.models import ProcedureVersion
from parvis.common import clock
from parvis.common.actor import Actor
from parvis.common.ids import new_id
from parvis.common.journal import GENESIS
from parvis.common.postgresql.compiled import among, hole
from parvis.organisations.models import Agent, Organisation, Team, Territory
from parvis.people.models import Person

NEVER = date.max
"""Due date of what is never due."""


class IntakeChannel(models.TextChoices):
    """By which door a case came (MISSION A2). Not how it is answered: that is the person's preference."""

    WEB = "web", _("en ligne")
    PHONE = "phone", _("téléphone")
    COUNTER = "counter", _("guichet")
    EMAIL = "email", _("e-mail")
    POST = "post", _("courrier")
    SMS = "sms", _("SMS")
    API = "api", _("autre logiciel")


class Outcome(models.TextChoices):
    """How a case was decided."""

    GRANTED = "granted", _("acceptée")
    PARTLY_GRANTED = "partly_granted", _("acceptée en partie")
    REFUSED = "refused", _("refusée")
    ANSWERED = "answered", _("réponse donnée")
    NO_FOLLOW_UP = "no_follow_up", _("sans suite")
    IMPLIED_GRANTED = "implied_granted", _("acceptée par le silence")
    IMPLIED_REFUSED = "implied_refused", _("refusée par le silence")


class Level(models.IntegerChoices):
    """How wide the impact of a case is, or how urgent it is."""

    HIGH = 1, _("forte")
    MEDIUM = 2, _("moyenne")
    LOW = 3, _("faible")


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases in the words of the trade."""

    def visible_to(self, viewer: Actor) -> Self:
        """Keep the cases in which the viewer takes part; the first net, row security is the second."""
        if viewer.system:
            return self
        scope = models.Q(pk__in=viewer.proved)
        if viewer.person:
            scope |= models.Q(person_id=viewer.person)
        if viewer.teams:
            taking_part = Participation.objects.filter(
                case_id=models.OuterRef("pk"), team_id__in=viewer.teams, until=None
            )
            scope |= models.Q(models.Exists(taking_part))
        return self.filter(scope)

    def visible_later(self) -> Self:
        """Keep the same cases in a query written once. Its holes, of the viewer: system, proved, person and teams."""
        taking_part = Participation.objects.filter(
            among("team_id", hole("teams")), case_id=models.OuterRef("pk"), until=None
        )
        is_system = models.ExpressionWrapper(hole("system"), output_field=models.BooleanField())
        own = models.Q(among("pk", hole("proved"))) | models.Q(person_id=hole("person"))
        return self.filter(models.Q(is_system) | own | models.Q(models.Exists(taking_part)))

    def open(self) -> Self:
        """Keep the cases that still wait for someone."""
        return self.filter(state__in=OPEN)


class Case(models.Model):
    """One demand, under the immutable version of the procedure it was born under.

    ``organisation`` and ``team`` answer for it today; ``received_at`` is the receipt by them,
    ``first_received_at`` by the first administration, which starts the clock of an implied rejection (L114-3).
    ``original`` is the deposit as it came and never changes; ``answers`` may be corrected; ``agent_answers`` are those
    of the form that agents fill while they treat it. ``status`` is where it stands in the workflow of its version,
    empty when there is none; ``status_turn`` counts the entries in a status. ``track`` is what the workflow keeps:
    forms given on the way, answers of outside systems, who holds which function, priority and tags.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cases", verbose_name=_("organisme")
    )
    number = models.CharField(_("numéro"), max_length=12, unique=True)
    version = models.ForeignKey(
        ProcedureVersion,
        models.PROTECT,
        related_name="cases",
        db_index=False,
        verbose_name=_("version de la démarche"),
    )
    procedure_code = models.CharField(_("démarche"), max_length=100)
    state = models.CharField(_("état"), max_length=30, choices=LegalState, default=LegalState.RECEIVED)
    outcome = models.CharField(_("issue"), max_length=20, choices=Outcome, blank=True)
    subject = models.CharField(_("objet"), max_length=250)
    channel = models.CharField(_("voie d’arrivée"), max_length=10, choices=IntakeChannel)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
        verbose_name=_("personne"),
    )
    person_name = models.CharField(_("nom affiché"), max_length=250, blank=True)
    answers = models.JSONField(_("réponses"), default=dict)
    original = models.JSONField(_("dépôt d’origine"), default=dict)
    agent_answers = models.JSONField(
        _("réponses du service"), default=dict, db_default=models.Value({}, models.JSONField())
    )
    municipality = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("commune"),
    )
    place = models.CharField(_("lieu"), max_length=250, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    regime = models.CharField(_("effet du silence"), max_length=10, blank=True)
    delay = models.CharField(_("délai"), max_length=20, blank=True)
    received_at = models.DateTimeField(_("reçue le"))
    first_received_at = models.DateTimeField(_("reçue par la première administration le"))
    due_on = models.DateField(_("réponse attendue le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    changed_at = models.DateTimeField(_("modifiée le"), default=clock.now)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="cases", db_index=False, verbose_name=_("service chargé")
    )
    assignee = models.ForeignKey(
        Agent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        db_index=False,
        verbose_name=_("agent chargé"),
    )
    impact = models.PositiveSmallIntegerField(_("portée"), choices=Level, default=2, db_default=2)
    urgency = models.PositiveSmallIntegerField(_("urgence"), choices=Level, default=2, db_default=2)
    is_committed = models.BooleanField(_("avec engagement"), default=False, db_default=False)
    intake_key = models.CharField(_("clé de dépôt"), max_length=100)
    follow_up_hash = models.CharField(_("empreinte du code de suivi"), max_length=64)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    status = models.CharField(_("étape"), max_length=50, blank=True, default="", db_default="")
    status_since = models.DateTimeField(_("étape depuis"), null=True, blank=True)
    status_turn = models.PositiveIntegerField(_("passage"), default=0, db_default=0)
    track = models.JSONField(
        _("parcours"), default=dict, db_default=models.Value({}, models.JSONField()), blank=True
    )
    journal_head = models.CharField(_("dernière empreinte du journal"), max_length=64, default=GENESIS)
    journal_length = models.PositiveIntegerField(_("longueur du journal"), default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande")
        # Not led by the body: a replay must find its case even after a transfer.
        constraints = [models.UniqueConstraint(fields=["intake_key"], name="case_intake_once")]
        indexes = [
            models.Index(fields=["person", "-received_at"], name="case_of_person"),
            models.Index(fields=["version"], name="case_of_version"),
            models.Index(
                fields=["due_on"], condition=models.Q(state__in=sorted(OPEN)), name="case_open_by_due_date"
            ),
            models.Index(
                fields=["procedure_code", "latitude"],
                condition=models.Q(state__in=sorted(OPEN), latitude__isnull=False),
                name="case_open_nearby",
            ),
        ]

    def __str__(self) -> str:
        return f"demande {self.number}"

    @property
    def priority(self) -> int:
        """Return impact × urgency, from 1 (critical) to 5."""
        return int(self.impact + self.urgency - 1)

    @property
    def person_account(self) -> UUID | None:
        """Return the id of its person when they have a space of their own; else only the code opens it."""
        return self.person_id if self.person is not None and self.person.account_id else None

    @property
    def is_open(self) -> bool:
        """Return whether someone still owes something to someone."""
        return self.state in OPEN


class Capacity(models.TextChoices):
    """In what capacity a team takes part."""

    HANDLER = "handler", _("chargé de la demande")
    RECEPTION = "reception", _("accueil")
    REFERENT = "referent", _("consulté")
    SUPERVISOR = "supervisor", _("suivi")


class Participation(models.Model):
    """A team takes part in a case: the only source of visibility between teams, the only table a queue reads.

    The queue's sort keys are copied here, so that a queue is one index scan a team at any number of cases. Its own
    indexes, and the unique one, serve every read: those that Django adds to each reference would only cost writes.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("organisme")
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="participations", verbose_name=_("demande"))
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="participations", db_index=False, verbose_name=_("service")
    )
    capacity = models.CharField(_("à quel titre"), max_length=12, choices=Capacity)
    since = models.DateTimeField(_("depuis"))
    until = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=30, choices=LegalState)
    received_at = models.DateTimeField(_("reçue le"))
    # Never null: « nothing due » sorts last, and one index serves queues page after page.
    due_on = models.DateField(_("réponse attendue le"), default=NEVER)
    assignee = models.ForeignKey(
        Agent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("agent chargé"),
    )
    changed_at = models.DateTimeField(_("modifiée le"), default=clock.now)

    class Meta:
        verbose_name = _("participation")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "team", "case"],
                condition=models.Q(until__isnull=True),
                name="participation_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["team", "due_on", "case"],
                condition=models.Q(until__isnull=True, state__in=sorted(OPEN)),
                name="participation_work",
            ),
            models.Index(
                fields=["team", "due_on", "case"],
                condition=models.Q(until__isnull=True, state__in=sorted(OPEN), assignee__isnull=True),
                name="participation_unassigned",
            ),
            models.Index(
                fields=["team", "due_on", "case"],
                condition=models.Q(until__isnull=True, state__in=sorted(WAITING)),
                name="participation_waiting",
            ),
            models.Index(
                fields=["team", "-received_at", "-case"],
                condition=models.Q(until__isnull=True),
                name="participation_newest",
            ),
            models.Index(
                fields=["assignee", "due_on", "case"],
                condition=models.Q(until__isnull=True, state__in=sorted(OPEN)),
                name="participation_mine",
            ),
            models.Index(
                fields=["team", "changed_at", "case"],
                condition=models.Q(until__isnull=True),
                name="participation_changes",
            ),
        ]
