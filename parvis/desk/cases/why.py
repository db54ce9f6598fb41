"""The clocks of a case as the desk writes them: a chip each, and the reasoning with its articles."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases.dials import Dial, answer_dial, dials, pledges
from parvis.cases.models import ClockState
from parvis.cases.story import Story
from parvis.desk import words
from parvis.desk.words import Shown
from parvis.ui.words import date as date_words
from parvis.ui.words import moment as moment_words

_ENDED: dict[ClockState, tuple[str, str]] = {
    ClockState.KEPT: ("done", "check"),
    ClockState.LATE: ("late", "late"),
    ClockState.ELAPSED: ("off", "closed"),
    ClockState.CANCELLED: ("off", "closed"),
}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock ready to write: its name, its chip, what is to be known of its date, and why."""

    kind: str
    label: str
    chip: Shown
    when: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class ShownClocks:
    """The clocks of a case, why an answer is due when it is, and what was promised to the person, in their words."""

    clocks: list[ShownClock]
    why: list[str]
    pledges: list[str]


def clocks_of(story: Story) -> ShownClocks:
    """Return the clocks of a case, those that run first; of those that repeat, what runs and what was missed."""
    found = dials(story)
    answer = answer_dial(found)
    why = [sentence.with_article for sentence in answer.why] if answer else []
    return ShownClocks(
        [
            _shown(dial)
            for dial in found
            if dial.runs or dial.clock.state == ClockState.LATE or not dial.kind.repeats
        ],
        why or [_("Cette démarche n’a pas de délai de réponse.")],
        [pledge.sentence for pledge in pledges(found)],
    )


def _shown(dial: Dial) -> ShownClock:
    label = str(dial.label)
    return ShownClock(
        dial.kind.code,
        label[:1].upper() + label[1:],
        _chip(dial),
        _when(dial),
        [one.with_article for one in dial.why],
    )


def _chip(dial: Dial) -> Shown:
    state = dial.clock.state
    if not dial.runs:
        tone, icon = _ENDED[state]
        return Shown(str(state.label), tone, icon)
    if dial.stopped:
        return Shown(_("arrêté"), "waiting", "clock")
    if dial.due_at is None:
        return Shown(_("sans date"), "off", "clock")
    if dial.due_on is not None:
        return words.due_on(dial.due_on)
    return words.due_at(dial.due_at)


def _when(dial: Dial) -> str:
    ended = dial.clock.ended_at
    if ended is not None:
        return _("le %(date)s") % {"date": date_words(timezone.localdate(ended), weekday=False)}
    if dial.due_on is not None:
        return _("jusqu’au %(date)s") % {"date": date_words(dial.due_on)}
    return _("jusqu’au %(date)s") % {"date": moment_words(dial.due_at)} if dial.due_at else ""
