"""How the list says where a procedure stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.catalogue.models import VersionState
from parvis.studio.queries import ProcedureLine
from parvis.ui import words

TONES = {
    VersionState.DRAFT: ("off", "edit"),
    VersionState.WORKSHOP: ("waiting", "eye"),
    VersionState.PUBLISHED: ("done", "check"),
    VersionState.RETIRED: ("off", "closed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure as the list shows it."""

    title: str
    code: str
    category: str
    state: str
    tone: str
    icon: str
    detail: str
    touched: str


def lines(found: Iterable[ProcedureLine]) -> list[Line]:
    """Return the lines of the list."""
    return [_line(one) for one in found]


def _line(one: ProcedureLine) -> Line:
    tone, icon = TONES[one.state]
    return Line(
        title=one.procedure.title,
        code=one.procedure.code,
        category=one.procedure.category,
        state=str(one.state.label),
        tone=tone,
        icon=icon,
        detail=_detail(one),
        touched=words.date(one.touched_at, weekday=False) if one.touched_at else "",
    )


def _detail(one: ProcedureLine) -> str:
    """Say what the state alone does not: who published, and that a next version is being written."""
    said = []
    if one.published:
        by = one.published.published_by
        who = _(" par %(name)s") % {"name": by} if by else ""
        said.append(_("version %(number)d%(who)s") % {"number": one.published.number, "who": who})
    if one.published and one.written:
        said.append(_("version %(number)d en préparation") % {"number": one.written.number})
    return " · ".join(said)
