"""What full-text search reads, out of reach of the runtime role but through one function."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.cases.models.case import Case


class SearchEntry(models.Model):
    """The words of a case and the teams that may find it.

    ``@@`` is not leakproof: under a policy PostgreSQL would not use the text index. So the table has no policy and no
    grant; ``parvis_search_cases`` reads it for the actor's own teams only.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("demande")
    )
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("services"))
    words = SearchVectorField(_("mots"))
    received_at = models.DateTimeField(_("reçue le"))

    class Meta:
        verbose_name = _("entrée de recherche")
        # One for words that few cases hold, one for those that many do: the planner knows which from its statistics.
        indexes = [
            GinIndex(fields=["words", "teams"], name="search_words_and_teams"),
            models.Index(fields=["received_at"], name="search_newest"),
        ]
