"""Calls as their pages write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import lookup
from parvis.cases.queries import numbers_of
from parvis.catalogue.contacts import readable_phone
from parvis.channels.models import CallOutcome, CallState, PhoneCall
from parvis.desk import words
from parvis.desk.words import Shown
from parvis.people.models import Person
from parvis.ui import words as ui

_STATES: dict[str, tuple[str | Promise, str]] = {
    CallState.RINGING: (gettext_lazy("sonne"), "phone"),
    CallState.ANSWERED: (gettext_lazy("en cours"), "phone"),
    CallState.ENDED: (gettext_lazy("terminé"), "check"),
    CallState.MISSED: (gettext_lazy("manqué"), "late"),
}
_OUTCOMES: dict[str, str | Promise] = {
    CallOutcome.REACHED: gettext_lazy("personne jointe"),
    CallOutcome.ABSENT: gettext_lazy("rappelé, sans réponse"),
    CallOutcome.DROPPED: gettext_lazy("sans suite"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One call ready to write. ``who`` are the persons known by its number, ``promised`` the chip of its call-back."""

    key: UUID
    number: str
    tel: str
    who: str
    when: str
    state: str
    icon: str
    agent: str
    note: str
    promised: Shown | None
    outcome: str
    is_to_do: bool
    case: str
    href: str


def lines(calls: Iterable[PhoneCall]) -> list[Line]:
    """Return calls ready to write; who calls is read in one statement, and their demands in another."""
    calls = list(calls)
    known = lookup.known_by_number(call.number for call in calls if call.number and not call.person_id)
    named = lookup.people_by_id(call.person_id for call in calls if call.person_id)
    cases = numbers_of([call.about for call in calls if call.about])
    return [_line(call, known, named, cases) for call in calls]


def _line(
    call: PhoneCall,
    known: dict[str, list[Person]],
    named: dict[UUID, Person],
    cases: dict[UUID, str],
) -> Line:
    persons = [named[call.person_id]] if call.person_id in named else known.get(call.number, [])
    state, icon = _STATES[call.state]
    carried = f"?appel={call.pk}" + (f"&personne={call.person_id}" if call.person_id in named else "")
    return Line(
        key=call.pk,
        number=readable_phone(call.number) or _("numéro masqué"),
        tel=call.number,
        who=_(" ou ").join(filter(None, (person.display_name for person in persons))),
        when=f"{ui.date(call.rang_at, weekday=False)}, {ui.time(call.rang_at)}",
        state=str(state),
        icon=icon,
        agent=str(call.agent or ""),
        note=call.note,
        promised=words.due_at(call.promised_at) if call.promised_at else None,
        outcome=str(_OUTCOMES.get(call.outcome, "")),
        is_to_do=call.is_to_do,
        case=cases.get(call.about, "") if call.about else "",
        href=f"{reverse('desk:call')}{carried}",
    )
