"""Which files an agent has open: for an hour, in their session, each opened for a reason that the person reads."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.desk.entrance import AgentRequest
from parvis.people.access import get_person
from parvis.people.models import Person

OPENED_KEY, OPEN_FOR, _MOST = "opened_people", timedelta(hours=1), 50


def is_open(request: HttpRequest, person_id: UUID) -> bool:
    """Say whether the agent opened a file less than an hour ago."""
    at = request.session.get(OPENED_KEY, {}).get(str(person_id))
    return bool(at) and datetime.fromisoformat(at) > clock.now() - OPEN_FOR


def keep_open(request: HttpRequest, *person_ids: UUID) -> None:
    """Keep files open for an hour; past fifty, the oldest are closed."""
    now, keys = clock.now().isoformat(), {str(key) for key in person_ids}
    others = {key: at for key, at in request.session.get(OPENED_KEY, {}).items() if key not in keys}
    kept = dict(list(others.items())[-(_MOST - len(keys)) :])
    request.session[OPENED_KEY] = kept | dict.fromkeys(keys, now)


def opened_person(request: AgentRequest, person_id: UUID) -> Person:
    """Return a person whose file the agent has open. Raises NotFound: what is closed is not written either."""
    who = get_person(person_id)
    if not is_open(request, who.pk):
        raise NotFound
    return who
