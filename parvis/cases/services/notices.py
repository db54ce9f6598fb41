"""What the product writes to the person of itself: one text a notice, on the channel that reaches them.

A notice is a template in ``cases/notices/``: its first line is the subject. It is written once; each channel draws its
own. It leaves by the channel that the person chose, then by the others when that one fails; a letter is the last way
of what carries a time limit, or answers them. Who wants to be called is called by an agent, who has the task of it.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from parvis.cases import tasks
from parvis.cases.models import Case, Message
from parvis.cases.numbers import say_number
from parvis.catalogue.forms import engine
from parvis.channels.post.address import lines_of
from parvis.channels.queries import reply_address
from parvis.channels.registry import Written
from parvis.channels.services.failover import Way, reach
from parvis.channels.sms.numbers import mobile
from parvis.common.ids import new_id
from parvis.common.jobs import defer
from parvis.people.models import Person, PreferredChannel

BINDING = frozenset(
    {
        "receipt",
        "pieces_asked",
        "mend_asked",
        "reminded",
        "decided",
        "implied",
        "attested",
        "reasons",
        "outage_moved",
    }
)
"""Notices that start, stop or move a time limit: a person must have them, on paper if nothing else reaches them."""
ON_PAPER = BINDING | {"answer", "workflow", "correction_refused", "transferred", "transferred_out"}
"""Notices for which a letter is worth its stamp when nothing else reaches the person."""
BY_PHONE = (BINDING | {"answer", "workflow"}) - {"receipt"}
"""Notices of which an agent calls whoever wants to be called: a receipt is given in hand, or read on line."""
BY_THEIR_LETTER = frozenset({"decided"})
"""Notices whose own letter leaves apart: nothing more is posted."""
ELECTRONIC = frozenset({"email", "sms"})


def tell_person(
    case: Case,
    notice: str,
    *,
    message: Message | None = None,
    files: list[dict[str, str]] | None = None,
    **facts: Any,
) -> str:
    """Write a notice to the person, in their language, inside the transaction. Returns the channel it takes first.

    « email », « sms » and « post » leave by themselves; « phone » is for an agent to carry out; « online » is only
    shown on the follow-up page. ``files`` are attached: ``{"name", "media_type", "key"}``; a letter is then made of
    them.
    """
    channel = reachable_by(case)
    ways = ways_to(case.person, channel, notice)
    if channel == PreferredChannel.PHONE and notice in BY_PHONE:
        defer(tasks.ask_to_call, case_id=str(case.pk), notice=notice, key=str(new_id()))
    if ways:
        with translation.override(case.language):
            written = _written(case, notice, facts)
        sent = reach(
            about=case.pk,
            organisation_id=case.organisation_id,
            purpose=notice,
            written=written,
            ways=ways,
            binding=notice in BINDING,
            sender_name=case.organisation.name,
            reply_to=reply_address(case.pk, organisation_id=case.organisation_id, team_id=case.team_id),
            attachments=files or [],
        )
        if message is not None:
            message.delivery = sent.pk
    if message is not None:
        message.channel = channel
        message.save(update_fields=["channel", "delivery"])
    return channel


def reachable_by(case: Case) -> str:
    """Return the channel by which the person of a case is reached."""
    person = case.person
    if person is None:
        return "online"
    wished = str(person.preferred_channel)
    if wished not in ELECTRONIC or address_of(person, wished):
        return wished
    if wished == PreferredChannel.SMS and person.email:
        return "email"
    return "phone" if person.phone else "post" if person.postal_address else "online"


def ways_to(person: Person | None, first: str, notice: str) -> list[Way]:
    """Return the ways by which a notice reaches a person, in order; none when nothing leaves by itself.

    By « post », paper only. By e-mail or SMS, the other one follows, then paper for what is worth it.
    """
    if person is None or first not in {*ELECTRONIC, "post"}:
        return []
    order = [first, *sorted(ELECTRONIC - {first})] if first in ELECTRONIC else []
    if notice not in BY_THEIR_LETTER and (first == "post" or notice in ON_PAPER):
        order.append("post")
    found = [Way(channel, address_of(person, channel)) for channel in order]
    return [way for way in found if way.recipient]


def address_of(person: Person, channel: str) -> str:
    """Return where a person is reached by a channel, "" when they gave nothing for it."""
    if channel == "email":
        return person.email
    if channel == "sms":
        return mobile(person.phone) if person.phone else ""
    return "\n".join([person.display_name, *lines_of(person.postal_address)]) if person.postal_address else ""


def follow_up_address(case: Case) -> str:
    """Return the address at which the person follows the case; it holds no secret."""
    return f"{settings.PUBLIC_URL}/suivi/?numero={case.number}"


def _written(case: Case, notice: str, facts: dict[str, Any]) -> Written:
    context = {
        "case": case,
        "number": say_number(case.number),
        "title": engine.compiled(case.version, case.language).title,
        "address": follow_up_address(case),
        "team": case.team,
        "organisation": case.organisation,
        **facts,
    }
    subject, _, text = render_to_string(f"cases/notices/{notice}.txt", context).strip().partition("\n")
    link = context["address"]
    said = facts.get("text", "") if notice in {"answer", "workflow"} else ""
    return Written(
        subject=_with_number(subject.strip(), context["number"]),
        text=text.strip(),
        short=f"{said}\n{link}" if said else "",
        link=link,
    )


def _with_number(subject: str, number: str) -> str:
    """Return a subject that names the case: an answer whose reader drops everything else still finds it."""
    if number in subject:
        return subject[:250]
    return f"{subject[: 250 - len(number) - 6]} (n° {number})"
