"""That an agent opened someone's file: the person reads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent
from parvis.people.models.person import Person


class LookPurpose(models.TextChoices):
    """Why a file is opened. ``CASE`` is not asked: the agent's team treats a demand of the person. Nor is ``SHARED``:
    their demand is read by a service that takes part in it and is not in charge.
    """

    CASE = "case", _("votre demande est traitée par ce service")
    COUNTER = "counter", _("vous étiez au guichet")
    PHONE = "phone", _("vous étiez au téléphone")
    LETTER = "letter", _("un courrier ou un e-mail de vous est arrivé")
    SHARED = "shared", _("ce service suit aussi votre demande, ou donne son avis")
    IDENTITY = "identity", _("vérifier vos coordonnées")
    OTHER = "other", _("autre raison")


class PersonLook(models.Model):
    """One opening of a file, in the words that the person reads: body, team, capacity, when, why. Append-only.

    The name of the agent is not told to the person, and kept for the body's controls.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="looks", verbose_name=_("personne"))
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", verbose_name=_("agent"))
    body = models.CharField(_("organisme"), max_length=200)
    team = models.CharField(_("service"), max_length=200, blank=True)
    capacity = models.CharField(_("qualité"), max_length=200, blank=True)
    purpose = models.CharField(_("raison"), max_length=10, choices=LookPurpose)
    detail = models.CharField(_("précision"), max_length=300, blank=True)
    looked_at = models.DateTimeField(_("consultée le"))

    class Meta:
        verbose_name = _("consultation de fiche")
        ordering = ["-looked_at"]
        indexes = [models.Index(fields=["person", "-looked_at"], name="look_of_person")]
