"""The rows of a list as a template writes them: every word ready, so that fifty rows cost little."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from parvis.cases.models import IntakeChannel, LegalState
from parvis.cases.numbers import say_number
from parvis.cases.queries import Row
from parvis.desk import words
from parvis.ui.templatetags.parvis import icon

_NUMBER = "000000000000"
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a list. ``channel``, ``due`` and ``state`` come drawn."""

    number: str
    said: str
    href: str
    subject: str
    person: str
    procedure: str
    place: str
    channel: SafeString
    due: SafeString
    state: SafeString
    state_word: str
    assignee: str


class _Once(dict[Key, SafeString], Generic[Key]):
    """What is drawn once a page, however many rows show it."""

    def __init__(self, draw: Callable[[Key], SafeString]) -> None:
        super().__init__()
        self._draw = draw

    def __missing__(self, key: Key) -> SafeString:
        self[key] = self._draw(key)
        return self[key]


def lines(rows: Iterable[Row]) -> list[Line]:
    """Return rows ready to write."""
    address = reverse("desk:case", args=[_NUMBER])
    channels, states, dues = _Once(_channel), _Once(_state), _Once(_due)
    return [
        Line(
            number=row.number,
            said=say_number(row.number),
            href=address.replace(_NUMBER, row.number),
            subject=row.subject,
            person=row.person_name,
            procedure=row.procedure,
            place=row.place,
            channel=channels[row.channel],
            due=dues[row.due_on, row.state],
            state=states[row.state],
            state_word=str(words.STATES[row.state][0]),
            assignee=row.assignee,
        )
        for row in rows
    ]


def _channel(channel: IntakeChannel) -> SafeString:
    return format_html("{} {}", icon(words.CHANNEL_ICONS[channel]), channel.label)


def _state(state: LegalState) -> SafeString:
    return words.state(state).chip


def _due(of: tuple[date | None, LegalState]) -> SafeString:
    due = words.due(*of)
    return due.chip if due else SafeString("–")
