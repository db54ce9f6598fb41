"""Which files an agent has open: for an hour, in their session, each opened for a reason that the person reads.

What shows the data of a person elsewhere counts as a look too, once an hour: their contacts in the sheet of an entry, a
demand read by a service that is not in charge. The service in charge reads it because it was asked: the person knows.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from parvis.cases.models import Case, IntakeChannel
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.desk.entrance import AgentRequest
from parvis.people.access import get_person
from parvis.people.models import LookPurpose, Person
from parvis.people.services.looks import note_look

OPENED_KEY, SEEN_KEY, OPEN_FOR, _MOST = "opened_people", "seen_people", timedelta(hours=1), 50
_REASONS = {
    IntakeChannel.PHONE: LookPurpose.PHONE,
    IntakeChannel.COUNTER: LookPurpose.COUNTER,
    IntakeChannel.POST: LookPurpose.LETTER,
    IntakeChannel.EMAIL: LookPurpose.LETTER,
}


def is_open(request: HttpRequest, person_id: UUID) -> bool:
    """Say whether the agent opened a file less than an hour ago."""
    at = request.session.get(OPENED_KEY, {}).get(str(person_id))
    return _is_fresh(at)


def keep_open(request: HttpRequest, *person_ids: UUID) -> None:
    """Keep files open for an hour; past fifty, the oldest are closed."""
    _keep(request, OPENED_KEY, *person_ids)


def note_speaker(request: AgentRequest, who: Person, channel: str) -> None:
    """Note that the contacts of who speaks were shown to an agent, once an hour."""
    _note_once(request, who.pk, _REASONS.get(IntakeChannel(channel), LookPurpose.PHONE))


def note_reader(request: AgentRequest, case: Case) -> None:
    """Note that a demand was read by an agent whose teams are not in charge of it, once an hour."""
    if case.person_id is not None and case.team_id not in request.agent.teams:
        _note_once(request, case.person_id, LookPurpose.SHARED)


def _note_once(request: AgentRequest, person_id: UUID, purpose: LookPurpose) -> None:
    seen = request.session.get(SEEN_KEY, {}).get(str(person_id))
    if is_open(request, person_id) or _is_fresh(seen):
        return
    note_look(person_id=person_id, purpose=purpose, by=request.agent)
    _keep(request, SEEN_KEY, person_id)


def _is_fresh(at: str | None) -> bool:
    return at is not None and datetime.fromisoformat(at) > clock.now() - OPEN_FOR


def _keep(request: HttpRequest, name: str, *person_ids: UUID) -> None:
    now, keys = clock.now().isoformat(), {str(key) for key in person_ids}
    others = {key: at for key, at in request.session.get(name, {}).items() if key not in keys}
    request.session[name] = dict(list(others.items())[-(_MOST - len(keys)) :]) | dict.fromkeys(keys, now)


def opened_person(request: AgentRequest, person_id: UUID) -> Person:
    """Return a person whose file the agent has open. Raises NotFound: what is closed is not written either."""
    who = get_person(person_id)
    if not is_open(request, who.pk):
        raise NotFound
    return who
