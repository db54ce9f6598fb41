"""The rows of a list as a template writes them: every word ready, so that fifty rows cost little."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from parvis.cases.models import LegalState
from parvis.cases.numbers import say_number
from parvis.cases.queries import Row
from parvis.desk import words
from parvis.ui.templatetags.parvis import icon
from parvis.ui.words import date as date_words

_NUMBER = "000000000000"


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a list."""

    number: str
    said: str
    href: str
    subject: str
    person: str
    procedure: str
    place: str
    channel: str
    channel_icon: SafeString
    state: words.Shown
    state_icon: SafeString
    due: words.Shown | None
    due_icon: str
    received: str
    assignee: str
    team: str


def lines(rows: Iterable[Row]) -> list[Line]:
    """Return rows ready to write. Addresses and icons are drawn once a page, not once a row."""
    address = reverse("desk:case", args=[_NUMBER])
    icons = _Icons()
    return [_line(row, address, icons) for row in rows]


class _Icons(dict[str, SafeString]):
    def __missing__(self, name: str) -> SafeString:
        self[name] = icon(name)
        return self[name]


def _line(row: Row, address: str, icons: _Icons) -> Line:
    state = words.state(LegalState(row.state))
    due = words.due(row.due_on, row.state)
    return Line(
        number=row.number,
        said=say_number(row.number),
        href=address.replace(_NUMBER, row.number),
        subject=row.subject,
        person=row.person_name,
        procedure=row.procedure,
        place=row.place,
        channel=str(row.channel.label),
        channel_icon=icons[words.CHANNEL_ICONS[row.channel]],
        state=state,
        state_icon=icons[state.icon],
        due=due,
        due_icon=icons[due.icon] if due else "",
        received=date_words(row.received_at, weekday=False),
        assignee=row.assignee,
        team=row.team,
    )
