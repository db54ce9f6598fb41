"""What the product writes to the person of itself: one text a notice, on the channel that reaches them.

A notice is a template in ``cases/notices/``: its first line is the subject. By e-mail when there is an address and
the person did not ask for another way; else it waits on the desk to be printed or told by phone.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import linebreaks, urlize

from parvis.cases.models import Case, Message
from parvis.cases.numbers import say_number
from parvis.catalogue.forms import engine
from parvis.channels.queries import reply_address
from parvis.channels.services.send import queue_message
from parvis.people.models import PreferredChannel


def tell_person(
    case: Case,
    notice: str,
    *,
    message: Message | None = None,
    files: list[dict[str, str]] | None = None,
    **facts: Any,
) -> str:
    """Write a notice to the person, in their language, inside the transaction. Returns the channel it takes.

    « email » leaves by itself; « post » and « phone » are for an agent to carry out; « online » is only shown on the
    follow-up page. ``files`` are attached: ``{"name", "media_type", "key"}``.
    """
    channel = reachable_by(case)
    if message is not None:
        message.channel = channel
    if channel == "email":
        with translation.override(case.language):
            subject, text = _written(case, notice, facts)
        sent = queue_message(
            about=case.pk,
            channel="email",
            recipient=case.person.email if case.person else "",
            sender_name=case.organisation.name,
            reply_to=reply_address(case.pk, organisation_id=case.organisation_id, team_id=case.team_id),
            subject=subject,
            text=text,
            html=render_to_string(
                "cases/notices/frame.html", {"body": linebreaks(urlize(text), autoescape=False)}
            ),
            attachments=files or [],
        )
        if message is not None:
            message.delivery = sent.pk
    if message is not None:
        message.save(update_fields=["channel", "delivery"])
    return channel


def reachable_by(case: Case) -> str:
    """Return the channel by which the person of a case is reached."""
    person = case.person
    if person is None:
        return "online"
    if person.preferred_channel == PreferredChannel.EMAIL:
        if person.email:
            return "email"
        return "phone" if person.phone else "post" if person.postal_address else "online"
    return str(person.preferred_channel)


def follow_up_address(case: Case) -> str:
    """Return the address at which the person follows the case; it holds no secret."""
    return f"{settings.PUBLIC_URL}/suivi/?numero={case.number}"


def _written(case: Case, notice: str, facts: dict[str, Any]) -> tuple[str, str]:
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
    return _with_number(subject.strip(), context["number"]), text.strip()


def _with_number(subject: str, number: str) -> str:
    """Return a subject that names the case: an answer whose reader drops everything else still finds it."""
    if number in subject:
        return subject[:250]
    return f"{subject[: 250 - len(number) - 6]} (n° {number})"
