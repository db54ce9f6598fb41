"""How a person wants to be answered, as they said it each time: the proof of their consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent
from parvis.people.models.person import Person, PreferredChannel


class ChoiceSource(models.TextChoices):
    """Where the person said it."""

    SPACE = "space", _("dans son espace")
    DEPOSIT = "deposit", _("dans une demande")
    COUNTER = "counter", _("au guichet")
    PHONE = "phone", _("au téléphone")
    LETTER = "letter", _("par courrier")
    SMS = "sms", _("par SMS")


class ChannelChoice(models.Model):
    """One choice of a person. Append-only: the last one is in force, copied on the person.

    ``proof`` says what an agent saw or heard (« formulaire signé le 12 mars »), ``proof_file`` is the key of a stored
    file. What someone without account chose in a deposit is in the journal of their case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="channel_choices", verbose_name=_("personne")
    )
    chosen_at = models.DateTimeField(_("dit le"))
    preferred_channel = models.CharField(_("moyen de contact"), max_length=10, choices=PreferredChannel)
    consents = models.BooleanField(_("accepte les échanges électroniques"))
    tells_opening = models.BooleanField(_("accepte que l’ouverture soit connue"), default=False)
    source = models.CharField(_("dit"), max_length=10, choices=ChoiceSource)
    proof = models.CharField(_("preuve"), max_length=300, blank=True)
    proof_file = models.UUIDField(_("fichier de preuve"), null=True, blank=True)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )

    class Meta:
        verbose_name = _("choix de contact")
        ordering = ["-chosen_at"]
