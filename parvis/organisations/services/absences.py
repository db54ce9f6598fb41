"""Absences: declared by the agent, with who stands in for them."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.absence_queries import possible_substitutes
from parvis.organisations.models import Absence, Agent

LONGEST_DAYS = 366
"""Beyond, the agent's habilitations end: somebody else holds the function."""


@transaction.atomic
def declare_absence(*, agent_id: int, since: date, until: date, replaced_by: Agent | None) -> Absence:
    """Declare days away, both included, and who stands in. The agents must share a team.

    Raises Invalid when the days make no sense, meet those of another absence, or the substitute cannot see the cases.
    """
    agent = Agent.objects.select_for_update(of=("self",)).get(pk=agent_id)
    wrong = _wrong_days(agent, since, until)
    if replaced_by is not None and replaced_by.pk not in {one.pk for one in possible_substitutes(agent_id)}:
        wrong["replaced_by"] = [
            _("Cet agent n’est dans aucun de vos services : il ne verrait pas vos demandes.")
        ]
    if wrong:
        raise Invalid(wrong)
    return Absence.objects.create(
        agent=agent, since=since, until=until, replaced_by=replaced_by, declared_at=clock.now()
    )


@transaction.atomic
def withdraw_absence(*, agent_id: int, absence_id: int) -> None:
    """Take an absence of one's own away; one that has begun ends yesterday, as its days were real. Raises NotFound."""
    absence = Absence.objects.select_for_update(of=("self",)).filter(pk=absence_id, agent_id=agent_id).first()
    if absence is None or absence.until < clock.today():
        raise NotFound
    if absence.since >= clock.today():
        absence.delete()
        return
    absence.until = clock.today() - timedelta(days=1)
    absence.save(update_fields=["until"])


def _wrong_days(agent: Agent, since: date, until: date) -> dict[str, list[str]]:
    if until < since:
        return {"until": [_("Le dernier jour vient après le premier.")]}
    if until < clock.today():
        return {"until": [_("Cette absence est déjà finie.")]}
    if (until - since).days >= LONGEST_DAYS:
        return {
            "until": [
                _("Une absence dure un an au plus. Au-delà, vos fonctions sont données à un autre agent.")
            ]
        }
    if agent.absences.filter(since__lte=until, until__gte=since).exists():
        return {"since": [_("Vous avez déjà déclaré une absence ces jours-là.")]}
    return {}
