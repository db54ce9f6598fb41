"""What the look-up of persons reads, out of reach of the runtime role but through one function."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.people.models import Person


class PersonEntry(models.Model):
    """The names, numbers, addresses and birth date of a person, and the teams that know them by a demand.

    One row a person however many their demands; like ``SearchEntry``, without policy nor grant:
    ``parvis_lookup_people`` reads it for the actor's own teams only, ``parvis_index_person`` writes it.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("personne")
    )
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services"))
    words = SearchVectorField(_("mots"))
    seen_at = models.DateTimeField(_("dernière demande le"))

    class Meta:
        verbose_name = _("entrée de personne")
        # One for what few persons are called, one for what many are: the planner knows from its statistics.
        indexes = [
            GinIndex(fields=["words", "teams"], name="person_words_and_teams"),
            models.Index(fields=["seen_at"], name="person_newest"),
        ]
