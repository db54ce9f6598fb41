"""Mails to agents about what is late, what is soon, what arrived: at once, or in a digest at the hours they chose.

Each mail is written in the transaction that says how far the agent was told: run again, killed or late, a job neither
tells twice nor forgets. Times are those of the wall clock of the agent's body.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import due_queries
from parvis.cases.calendars import calendar_of
from parvis.cases.clocks import deed_of
from parvis.cases.due_queries import Arrival, Due, Whose
from parvis.cases.models import AlertChoice, AlertKind, AlertMode, AlertPlan, BusinessCalendar
from parvis.cases.numbers import say_number
from parvis.cases.queries import PAGE
from parvis.cases.story import territory_of
from parvis.channels.models import PhoneCall
from parvis.channels.queries import calls_promised
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.slots import next_slot, slot_passed, zone_of
from parvis.deadlines.wording import day_in_words, moment_in_words
from parvis.deadlines.working_days import is_working_day
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.organisations.sessions import agent_session

HOURS = range(6, 21)
"""Hours at which a digest may leave."""
SETTLE = timedelta(seconds=30)
"""What is younger waits for the next turn: a transaction that began before may not have ended."""
EVE = timedelta(days=1)
"""How long before its end a delay is « soon », told at once."""
LEAD = timedelta(minutes=15)
"""How long before its hour a call-back promised is told at once: a day before would be of no use."""
CALL_BACK = "callback"
LISTED = 12
"""Cases written in a part of a mail; the desk has the others."""
HAPPENINGS: dict[AlertKind, tuple[str, ...]] = {
    AlertKind.ASSIGNED: ("assigned",),
    AlertKind.REPLIED: ("message", "pieces_received"),
    AlertKind.TROUBLE: ("unreached", "action_failed", "co_signature_lost", "workflow_stopped"),
}
"""Entries of the journal of which each kind tells; what the agent did themselves is not told."""
Happened = dict[AlertKind, list[Arrival]]
Chosen = dict[tuple[int | None, AlertKind], AlertMode]


_COUNTED = {
    AlertKind.ASSIGNED: gettext_lazy("%(count)s à vous"),
    AlertKind.REPLIED: gettext_lazy("%(count)s avec un message"),
    AlertKind.TROUBLE: gettext_lazy("%(count)s avec un échec"),
}
_TITLES = {
    AlertKind.ASSIGNED: gettext_lazy("Confiées à vous"),
    AlertKind.REPLIED: gettext_lazy("La personne a écrit ou donné des pièces"),
    AlertKind.TROUBLE: gettext_lazy("Un envoi ou une action a échoué"),
}


@transaction.atomic
def set_alerts(
    *,
    agent_id: int,
    hours: Iterable[int],
    choices: Chosen,
    on_closed_days: bool,
    everyones: bool,
) -> AlertPlan:
    """Keep what an agent wants to be told, and when. Raises Invalid when a digest has no hour to leave at."""
    wanted = sorted(set(hours) & set(HOURS))
    if AlertMode.DIGEST in choices.values() and not wanted:
        raise Invalid({"hours": [_("Choisissez au moins une heure pour votre récapitulatif.")]})
    AlertChoice.objects.filter(agent=agent_id).delete()
    AlertChoice.objects.bulk_create(
        AlertChoice(agent_id=agent_id, team_id=team, kind=kind, mode=mode)
        for (team, kind), mode in choices.items()
    )
    now = clock.now()
    plan, _made = AlertPlan.objects.select_for_update(of=("self",)).get_or_create(
        agent_id=agent_id, defaults={"told_until": now, "digested_until": now}
    )
    at_once = AlertMode.AT_ONCE in choices.values()
    if at_once and not plan.at_once:
        plan.told_until = now
    plan.hours, plan.on_closed_days, plan.everyones, plan.at_once = wanted, on_closed_days, everyones, at_once
    plan.next_digest_at = _Place.of(plan).next(now) if AlertMode.DIGEST in choices.values() else None
    plan.save()
    return plan


def send_alerts() -> int:
    """Write the mails that are due; return how many. Called by a job every minute, again without harm."""
    with actor.acting_as(actor.for_system("cases.alerts")):
        with transaction.atomic():
            waiting = AlertPlan.objects.filter(Q(at_once=True) | Q(next_digest_at__lte=clock.now()))
            agents = list(waiting.order_by("pk").values_list("pk", flat=True))
        return sum(_tell(agent) for agent in agents)


@transaction.atomic
def _tell(agent_id: int) -> int:
    """Tell one agent what is due to them; nothing while another worker does it."""
    held = AlertPlan.objects.select_related("agent__account", "agent__organisation__territory")
    plan = held.select_for_update(of=("self",), skip_locked=True).filter(pk=agent_id).first()
    session = agent_session(agent_id)
    if plan is None:
        return 0
    telling = _Telling(plan, session, _Place.of(plan))
    sent = telling.at_once() + telling.digest()
    plan.save(update_fields=["told_until", "digested_until", "next_digest_at"])
    return sent


@dataclass(frozen=True)
class _Place:
    """Where an agent works: the wall clock there, and the days that count."""

    plan: AlertPlan
    body: Organisation

    @classmethod
    def of(cls, plan: AlertPlan) -> "_Place":
        return cls(plan, plan.agent.organisation)

    @property
    def _open(self) -> Callable[[date], bool]:
        if self.plan.on_closed_days:
            return lambda _day: True
        calendars = [calendar_of(row) for row in BusinessCalendar.objects.filter(organisation=self.body)]
        if calendars:  # closed when nobody of the body works
            return lambda day: any(calendar.why_closed(day) is None for calendar in calendars)
        holidays = PublicHolidays(territory_of(self.body))
        return lambda day: is_working_day(day, holidays)

    def next(self, after: datetime) -> datetime | None:
        return next_slot(after, self.plan.hours, zone_of(territory_of(self.body)), self._open)

    def passed(self, now: datetime) -> datetime | None:
        return slot_passed(now, self.plan.hours, zone_of(territory_of(self.body)), self._open)


@dataclass
class _Telling:
    """What one agent is told now. Without session they left, and are told nothing."""

    plan: AlertPlan
    session: AgentSession | None
    place: _Place

    def __post_init__(self) -> None:
        choices = AlertChoice.objects.filter(agent=self.plan.pk)
        self.chosen = {(one.team_id, one.kind): one.mode for one in choices}
        self.now = clock.now()
        self.until = self.now - SETTLE

    def at_once(self) -> int:
        """Tell what happened since the last time; return how many mails."""
        since, until = self.plan.told_until, self.until
        if not self.plan.at_once or self.session is None or until <= since:
            return 0
        with actor.acting_as(self.session.actor()):
            mode = AlertMode.AT_ONCE
            late = self._dues(AlertKind.LATE, mode, since, until)
            soon = [
                due
                for lead in (LEAD, EVE)
                for due in self._dues(AlertKind.SOON, mode, since + lead, until + lead)
                if (due.kind == CALL_BACK) == (lead == LEAD)
            ]
            arrived = self._arrived(mode, since, until)
            happened = self._happened(mode, since, until)
            calls = self._calls(AlertKind.LATE, mode, since, until)
            calls += self._calls(AlertKind.SOON, mode, since + LEAD, until + LEAD)
            self.plan.told_until = until
            return self._send(late, soon, arrived, happened, calls)

    def digest(self) -> int:
        """Send the digest of the last slot of today, once; return how many mails.

        A digest missed the days before is not sent at night when the worker is back: the next slot tells it all.
        """
        due = self.plan.next_digest_at
        if due is None or due > self.now:
            return 0
        passed = self.place.passed(self.now)
        self.plan.next_digest_at = self.place.next(self.now)
        if passed is None or self.session is None:
            return 0
        with actor.acting_as(self.session.actor()):
            week = timedelta(days=due_queries.SOON_DAYS)
            late = self._dues(AlertKind.LATE, AlertMode.DIGEST, None, self.now)
            soon = self._dues(AlertKind.SOON, AlertMode.DIGEST, self.now, self.now + week)
            arrived = self._arrived(AlertMode.DIGEST, self.plan.digested_until, self.until)
            happened = self._happened(AlertMode.DIGEST, self.plan.digested_until, self.until)
            calls = self._calls(AlertKind.LATE, AlertMode.DIGEST, None, self.now)
            calls += self._calls(AlertKind.SOON, AlertMode.DIGEST, self.now, self.now + week)
            self.plan.digested_until = max(self.until, self.plan.digested_until)
            return self._send(late, soon, arrived, happened, calls)

    def _dues(self, kind: AlertKind, mode: AlertMode, since: datetime | None, until: datetime) -> list[Due]:
        found: list[Due] = []
        for whose in self._whose(kind, mode):
            found += due_queries.due_between(whose, since, until)
        return sorted(found, key=lambda due: (due.due_at, due.id))

    def _calls(
        self, kind: AlertKind, mode: AlertMode, since: datetime | None, until: datetime
    ) -> list[PhoneCall]:
        """Return the call-backs promised, without a case to hold them, between two moments: one's own, or all."""
        teams = {team for whose in self._whose(kind, mode) for team in whose.teams or ()}
        promised = calls_promised(since, until) if teams else []
        return [
            call
            for call in promised
            if teams.intersection(call.teams) and (self.plan.everyones or call.agent_id == self.plan.pk)
        ]

    def _arrived(self, mode: AlertMode, since: datetime, until: datetime) -> list[Arrival]:
        found: list[Arrival] = []
        for whose in self._whose(AlertKind.ARRIVED, mode):
            found += due_queries.arrived(whose, since, until)
        return sorted(found, key=lambda one: (one.since, one.number))

    def _happened(self, mode: AlertMode, since: datetime, until: datetime) -> Happened:
        """Return what happened, by kind; « confided to me » is always one's own."""
        found: Happened = {}
        for kind, entries in HAPPENINGS.items():
            facts = {"to": self.plan.pk} if kind == AlertKind.ASSIGNED else {}
            for whose in self._whose(kind, mode):
                found[kind] = due_queries.happened(
                    whose, entries, since, until, facts=facts, besides=self.plan.pk
                )
        return found

    def _whose(self, kind: AlertKind, mode: AlertMode) -> list[Whose]:
        """Return whose clocks are told so: for the teams that chose it, one's own and nobody's, or everyone's."""
        assert self.session is not None  # noqa: S101 - who calls has checked
        default = self.chosen.get((None, kind), AlertMode.NONE)
        teams = frozenset(
            team for team in self.session.teams if self.chosen.get((team, kind), default) == mode
        )
        if not teams:
            return []
        own = None if self.plan.everyones else self.plan.pk
        return [Whose(teams=teams, agent=own, unassigned=own is not None)]

    def _send(
        self,
        late: list[Due],
        soon: list[Due],
        arrived: list[Arrival],
        happened: Happened,
        calls: list[PhoneCall],
    ) -> int:
        if not (late or soon or arrived or any(happened.values()) or calls):
            return 0
        with translation.override("fr"):
            subject = _subject(len(late), len(soon), len(arrived), happened, len(calls))
            context = _context(late, soon, arrived, happened) | {"calls": _call_lines(calls)}
            text = render_to_string("cases/alerts/digest.txt", context).strip()
        body = linebreaks(urlize(text), autoescape=False)
        queue_message(
            about=new_id(),  # no case: it tells of several
            channel="email",
            recipient=self.plan.agent.account.email,
            sender_name=self.place.body.name,
            subject=subject,
            text=text,
            html=render_to_string("cases/notices/frame.html", {"body": body}),
        )
        return 1


def _subject(late: int, soon: int, arrived: int, happened: Happened, calls: int) -> str:
    parts = [
        (late, _("%(count)s en retard")),
        (soon, _("%(count)s à faire bientôt")),
        (arrived, _("%(count)s arrivées") if arrived > 1 else _("%(count)s arrivée")),
        *((len(found), str(_COUNTED[kind])) for kind, found in happened.items()),
        (calls, _("%(count)s à rappeler")),
    ]
    told = ", ".join(text % {"count": _many(count)} for count, text in parts if count)
    return _("Vos demandes : %(told)s") % {"told": told}


def _many(count: int) -> str:
    return f"{PAGE}+" if count > PAGE else str(count)


def _context(
    late: list[Due], soon: list[Due], arrived: list[Arrival], happened: Happened
) -> dict[str, object]:
    """Return what the mail says: numbers, procedures and links, nothing of the person."""
    desk = f"{settings.PUBLIC_URL}/bureau/"
    return {
        "late": _listed([_due_line(due) for due in late], f"{desk}echeances/"),
        "soon": _listed([_due_line(due) for due in soon], f"{desk}echeances/?vue=bientot"),
        "arrived": _listed([_line(one.number, one.procedure) for one in arrived], f"{desk}files/toutes/"),
        "happened": [
            (
                _TITLES[kind],
                _listed([_line(one.number, one.procedure) for one in found], f"{desk}files/toutes/"),
            )
            for kind, found in happened.items()
            if found
        ],
        "settings": f"{desk}moi/alertes/",
    }


def _listed(lines: list[str], rest: str) -> dict[str, object]:
    return {
        "count": _many(len(lines)),
        "lines": lines[:LISTED],
        "more": max(len(lines) - LISTED, 0),
        "rest": rest,
    }


def _call_lines(calls: list[PhoneCall]) -> dict[str, object]:
    """Return the call-backs promised: their hours, and nothing of whom to call."""
    said = [
        _("Rappel promis au plus tard le %(at)s")
        % {"at": moment_in_words(timezone.localtime(one.promised_at))}
        for one in calls
        if one.promised_at
    ]
    return _listed(said, f"{settings.PUBLIC_URL}/bureau/appels/")


def _due_line(due: Due) -> str:
    at = day_in_words(due.due_on) if due.due_on else moment_in_words(timezone.localtime(due.due_at))
    said = _("%(deed)s : %(day)s") % {"deed": deed_of(due.kind), "day": at}
    return _line(due.number, due.procedure, said)


def _line(number: str, procedure: str, said: str = "") -> str:
    facts = {"number": say_number(number), "procedure": procedure, "said": said}
    words = _("n° %(number)s, %(procedure)s. %(said)s") if said else _("n° %(number)s, %(procedure)s")
    return f"{words % facts}\n  {settings.PUBLIC_URL}/bureau/demandes/{number}/"
