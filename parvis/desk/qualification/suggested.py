"""Suggestions as the desk writes them: what, why, how often it was right."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.models import LearntSorting
from parvis.cases.services.learning import TARGETS
from parvis.cases.suggestions import Suggestion, measures
from parvis.organisations.queries import teams_by_id

LABELS = {
    "procedure": gettext_lazy("Démarche"),
    "team": gettext_lazy("Service"),
    "priority": gettext_lazy("Priorité"),
}


def suggestion_lines(found: Mapping[str, Suggestion], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return suggestions in words; ``titles`` are those of procedures, by code. What is no more there is left out."""
    teams = teams_by_id([int(found["team"].value)]) if "team" in found else []
    named = {
        "procedure": titles,
        "team": {str(team.pk): team.name for team in teams},
        "priority": {str(level): str(level) for level in range(1, 6)},
    }
    return [
        {
            "label": LABELS[target],
            "value": named[target][found[target].value],
            "words": ", ".join(found[target].words),
            "hits": found[target].hits,
            "tested": found[target].tested,
        }
        for target in TARGETS
        if target in found and found[target].value in named[target]
    ]


def measure_lines(known: LearntSorting) -> list[dict[str, Any]]:
    """Return how often suggestions would have been right, target by target."""
    return [
        {
            "label": LABELS[target],
            "helps": learnt.helps,
            "said": _("juste %(hits)d fois sur %(tested)d ; toujours le plus courant : %(usual)d")
            % {"hits": learnt.hits, "tested": learnt.tested, "usual": learnt.usual},
        }
        for target, learnt in measures(known).items()
    ]
