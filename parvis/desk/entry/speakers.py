"""Who speaks: found as one types or by the number that calls, chosen by the agent, and never guessed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.cases import lookup, queries
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.intake import Deposit
from parvis.catalogue.contacts import readable_phone
from parvis.catalogue.forms import engine
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.calling import Calling
from parvis.desk.people.opening import note_speaker
from parvis.desk.queues.shown import Line, lines
from parvis.people.access import get_person
from parvis.people.models import Person, PersonKind, TieKind
from parvis.people.phones import international
from parvis.people.services.ties import note_tie

CHANNEL_KEY = "entry_channel"
"""Session key of the channel by which the agent took the last demand."""
FEW, SHORTEST = 6, 2
_PARTS = ("civility", "first_name", "last_name", "email", "phone")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person as the list of those found writes them: how they are reached, masked, tells two of one name apart."""

    person: Person
    cases: int
    newest: datetime
    reached: str


def answering(words: str) -> dict[str, Any]:
    """Return the persons and the demands that begin as what is being typed."""
    if len(words) < SHORTEST:
        return {"people": [], "lines": []}
    is_number = bool(
        international(words)
    )  # its digits begin the numbers of demands that have nothing to do with it
    found = [] if is_number else queries.suggest(words, limit=FEW)
    return {"people": callers(words), "lines": lines(found)}


def around(who: Person | None, call: Calling | None, words: str) -> dict[str, Any]:
    """Return who speaks and what is found: what they type first, else the demands of the one chosen."""
    found = answering(words)
    if who and not words:
        found["lines"] = own_lines(who)
    unknown = call is not None and who is None and not words and bool(call.number)
    return found | {"who": who, "unknown": unknown}


def own_lines(who: Person) -> list[Line]:
    """Return the newest demands of a person that the agent sees."""
    return lines(queries.rows_of_person(who.pk, limit=FEW))


def callers(words: str) -> list[Speaker]:
    """Return the persons known by a name or a number."""
    return [
        Speaker(one.person, one.cases, one.newest, _reached(one.person))
        for one in lookup.people_known(words, limit=FEW)
    ]


def chosen(request: AgentRequest) -> Person | None:
    """Return the person that the agent chose, None when nobody or when they do not see them."""
    asked = request.POST.get("saisie-personne") or request.GET.get("personne", "")
    try:
        return get_person(UUID(asked))
    except (ValueError, NotFound):
        return None


def shown(request: AgentRequest) -> Person | None:
    """Return the person chosen, whose contacts the sheet shows: it counts as a look that they read."""
    who = chosen(request)
    if who is not None and request.method == "GET":
        note_speaker(request, who, request.session.get(CHANNEL_KEY, IntakeChannel.PHONE.value))
    return who


def own_boxes(who: Person) -> dict[str, str]:
    """Return what is known of a person, by the names of the agent's own boxes."""
    return {
        "personne": str(who.pk),
        "prenom": who.first_name,
        "nom": who.last_name,
        "telephone": readable_phone(who.phone),
        "courriel": who.email,
        "adresse": who.postal_address,
        "organisme": who.company_name,
        "identifiant": who.siret or who.rna,
        "repondre": who.preferred_channel,
    }


def own_answers(form: engine.Form, who: Person | None, call: Calling | None) -> dict[str, Any]:
    """Return the answer to the procedure's own question on the person, when it asks one: what is known of them, else
    the number that calls.
    """
    key = form.roles.get("person")
    if key and who:
        return {key: {part: getattr(who, part) for part in _PARTS}}
    return {key: {"phone": call.number}} if key and call and call.number else {}


def of_chosen(request: AgentRequest, deposit: Deposit) -> Deposit:
    """Tie a demand to the person chosen, unless the sheet now names someone else: nobody is merged by a slip."""
    who = chosen(request)
    if who is None or deposit.person is None:
        return deposit
    names = [(who.first_name, deposit.person.first_name), (who.last_name, deposit.person.last_name)]
    names.append((who.company_name, deposit.person.company_name))
    if any(typed and known.casefold() != typed.casefold() for known, typed in names):
        return deposit
    return replace(deposit, person_id=who.pk)


def note_contact(request: AgentRequest, case: Case) -> None:
    """Note that the person chosen acts for the organisation that the sheet names: the demand is its own."""
    who = chosen(request)
    if who is None or case.person is None or who.pk == case.person_id:
        return
    if who.kind == PersonKind.NATURAL and case.person.kind == PersonKind.LEGAL:
        with actor.admitting(case.person.pk):
            note_tie(who_id=who.pk, whom_id=case.person.pk, kind=TieKind.CONTACT, by=request.agent)


def _reached(who: Person) -> str:
    """Return enough of a number and an address to tell two persons apart, and to ask « ends by 78? »: not to use."""
    number, (box, at, domain) = readable_phone(who.phone), who.email.partition("@")
    told = (
        f"{number[:2]} ·· ·· ·· {number[-2:]}" if number else "",
        f"{box[:1]}···{at}{domain}" if at else "",
    )
    return " · ".join(filter(None, told))
