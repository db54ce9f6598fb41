"""How the desk says a state, a due date, a channel: in words, each with its shape."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.models import OPEN, IntakeChannel, LegalState, Outcome
from parvis.common import clock
from parvis.ui import words
from parvis.ui.templatetags.parvis import icon

SOON_DAYS = 7
FAR_DAYS = 60
"""Past that many days a date says more than a count."""

# LegalState's own labels speak to the person (« votre réponse »); agents read these.
STATES: dict[LegalState, tuple[str | Promise, str, str]] = {
    LegalState.DRAFT: (gettext_lazy("brouillon"), "off", "edit"),
    LegalState.RECEIVED: (gettext_lazy("reçue"), "received", "received"),
    LegalState.IN_PROGRESS: (gettext_lazy("en cours"), "progress", "progress"),
    LegalState.WAITING_FOR_PERSON: (gettext_lazy("attend l’usager"), "waiting", "clock"),
    LegalState.WAITING_FOR_THIRD_PARTY: (gettext_lazy("attend un tiers"), "waiting", "clock"),
    LegalState.DECIDED: (gettext_lazy("décidée"), "done", "check"),
    LegalState.CLOSED: (gettext_lazy("terminée"), "done", "check"),
    LegalState.WITHDRAWN: (gettext_lazy("retirée"), "off", "closed"),
    LegalState.TRANSFERRED_OUT: (gettext_lazy("transmise ailleurs"), "off", "transfer"),
}
CHANNEL_ICONS: dict[IntakeChannel, str] = {
    IntakeChannel.WEB: "web",
    IntakeChannel.PHONE: "phone",
    IntakeChannel.COUNTER: "counter",
    IntakeChannel.EMAIL: "mail",
    IntakeChannel.POST: "post",
    IntakeChannel.SMS: "sms",
    IntakeChannel.API: "api",
}
OUTCOMES: dict[str, str | Promise] = {outcome.value: outcome.label for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Shown:
    """A word with the shape and the tone that go with it. ``title`` says it whole."""

    word: str
    tone: str
    icon: str
    title: str = ""
    iso: str = ""

    @property
    def chip(self) -> SafeString:
        """Return the word in its shape, as ``<c-chip>`` and ``<c-due-chip>`` draw it: for lists, where each costs."""
        mark = icon(self.icon)
        if self.iso:
            drawn = '<time class="chip due due-{}" datetime="{}" title="{}">{}<span>{}</span></time>'
            return format_html(drawn, self.tone, self.iso, self.title, mark, self.word)
        return format_html('<span class="chip chip-{}">{}<span>{}</span></span>', self.tone, mark, self.word)


def state(value: LegalState) -> Shown:
    """Return a legal state as agents read it."""
    word, tone, icon = STATES[value]
    return Shown(str(word), tone, icon)


def due(on: date | None, of: LegalState) -> Shown | None:
    """Return a due date in words (« dans 3 j », « en retard de 2 j »); None when nothing is due any more."""
    if on is None or of not in OPEN:
        return None
    return due_on(on)


def due_on(day: date) -> Shown:
    """Return the last day of a delay in words, whatever became of it."""
    days = (day - clock.today()).days
    title = _("Réponse attendue le %(date)s") % {"date": words.date(day)}
    if days < 0:
        return Shown(_("en retard de %(days)s j") % {"days": -days}, "late", "late", title, day.isoformat())
    if days <= SOON_DAYS:
        return Shown(_in_days(days), "soon", "clock", title, day.isoformat())
    word = words.date(day, weekday=False) if days > FAR_DAYS else _in_days(days)
    return Shown(word, "ok", "calendar", title, day.isoformat())


def due_at(moment: datetime) -> Shown:
    """Return a moment by which something is due: « aujourd’hui à 17 h », « en retard de 2 h »."""
    seconds = (moment - clock.now()).total_seconds()
    title, iso = words.moment(moment), moment.isoformat(timespec="minutes")
    if seconds < 0:
        hours = int(-seconds // 3600)
        late = _("en retard de %(days)s j") % {"days": hours // 24} if hours >= 48 else _hours_late(hours)
        return Shown(late, "late", "late", title, iso)
    days = (timezone.localdate(moment) - clock.today()).days
    facts = {"day": _in_days(days), "hour": words.time(moment)}
    tone, icon = ("soon", "clock") if days <= 1 else ("ok", "calendar")
    return Shown(_("%(day)s à %(hour)s") % facts if days <= 1 else facts["day"], tone, icon, title, iso)


def _hours_late(hours: int) -> str:
    return _("en retard de %(hours)s h") % {"hours": hours} if hours else _("en retard")


def _in_days(days: int) -> str:
    if days == 0:
        return _("aujourd’hui")
    return _("demain") if days == 1 else _("dans %(days)s j") % {"days": days}


def many(count: int, up_to: int) -> str:
    """Return a count of a queue: « 12 », « 99+ » when counting stopped."""
    return f"{up_to - 1}+" if count >= up_to else str(count)


def cases(count: int) -> str:
    """Return « 1 demande », « 12 demandes »."""
    return ngettext("%(count)d demande", "%(count)d demandes", count) % {"count": count}
