"""A case told in order: conversation and journal in one, for the agent or for the person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from parvis.cases import journal
from parvis.cases.journal import kinds
from parvis.cases.models import Attachment, Case, Direction, JournalEntry, Message
from parvis.common.postgresql.compiled import Compiled, hole

_SPOKEN = {"message", "note"}
"""Entries whose message stands in the timeline itself."""


@dataclass(frozen=True)
class Moment:
    """One line of the timeline. ``kind``: « inbound », « outbound », « note » or « event »."""

    kind: str
    at: datetime
    text: str
    author: str = ""
    channel: str = ""
    code: str = ""
    files: list[Attachment] = field(default_factory=list)
    delivery: UUID | None = None
    message: UUID | None = None


def timeline(
    case: Case, *, reader: Literal["agent", "person"], attachments: Iterable[Attachment] | None = None
) -> list[Moment]:
    """Return the moments of a case, oldest first. A person never sees notes nor what is internal.

    ``attachments`` of the case, with their files, when the caller has read them already.
    """
    for_agent = reader == "agent"
    entries = journal.written(case)
    messages = _messages.all(case=case.pk)
    if not for_agent:
        messages = [message for message in messages if message.direction != Direction.NOTE]
    files = _files_by_message(_attachments(case) if attachments is None else attachments, for_agent=for_agent)
    moments = [_spoken(message, files[message.pk], case, for_agent=for_agent) for message in messages]
    moments += _events(entries, for_agent=for_agent)
    return sorted(moments, key=lambda moment: moment.at)


_messages = Compiled(lambda: Message.objects.filter(case=hole("case")).select_related("agent"))


def _spoken(message: Message, files: list[Attachment], case: Case, *, for_agent: bool) -> Moment:
    if message.agent is not None:
        author = str(message.agent) if for_agent else ""
    else:
        author = case.person_name if for_agent and message.direction == Direction.INBOUND else ""
    return Moment(
        message.direction,
        message.written_at,
        message.text,
        author,
        message.channel,
        "",
        files,
        message.delivery,
        message.pk,
    )


def _events(entries: Iterable[JournalEntry], *, for_agent: bool) -> list[Moment]:
    moments: list[Moment] = []
    for entry in entries:
        kind = kinds.get(entry.kind)
        if entry.kind in _SPOKEN or not (for_agent or kind.public):
            continue
        sentence = kind.to_agent(entry) if for_agent else kind.to_person(entry)
        if not sentence or (not for_agent and moments and moments[-1].text == sentence):
            continue
        author = str(entry.agent) if for_agent and entry.agent else ""
        moments.append(Moment("event", entry.at, sentence, author, code=entry.kind))
    return moments


def _attachments(case: Case) -> Iterable[Attachment]:
    return case.attachments.filter(message__isnull=False).select_related("file").order_by("added_at")


def _files_by_message(
    attachments: Iterable[Attachment], *, for_agent: bool
) -> dict[UUID | None, list[Attachment]]:
    grouped: dict[UUID | None, list[Attachment]] = defaultdict(list)
    for attachment in attachments:
        if for_agent or not attachment.is_internal:
            grouped[attachment.message_id].append(attachment)
    return grouped
