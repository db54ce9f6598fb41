"""A moment to put in agendas: an « .ics » file, kept with the case and sent to those concerned."""

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import Direction
from parvis.cases.numbers import say_number
from parvis.cases.services.messages import write_message
from parvis.cases.services.notices import follow_up_address
from parvis.cases.services.workflow_messages import Written, send_written
from parvis.cases.workflow_access import PERSONS
from parvis.cases.workflow_times import moment_of
from parvis.catalogue.workflows.actions import Kind, Phase, Setting
from parvis.common import actor, clock
from parvis.documents.services.store import keep_made_file

ICS = "text/calendar"
MINUTES, MOST_MINUTES = 60, 14 * 24 * 60


@register
class AddToAgenda(CaseAction):
    """Every agenda reads the file; sent again for the same step, it changes the moment rather than adds one."""

    code, label = "add_to_agenda", gettext_lazy("Ajouter à un agenda")
    phase = Phase.TRANSACTION
    notifies = True
    settings: ClassVar = (
        Setting(
            "date",
            Kind.FORMULA,
            gettext_lazy("Date, ou date et heure"),
            gettext_lazy("La clé d’une question de date, ou une formule. Sans heure : toute la journée."),
            required=True,
        ),
        Setting("text", Kind.RECALLING, gettext_lazy("Titre"), required=True),
        Setting("minutes", Kind.NUMBER, gettext_lazy("Durée, en minutes"), default=MINUTES),
        Setting("to", Kind.PEOPLE, gettext_lazy("À qui"), default=["handler"]),
        Setting("agenda", Kind.RECALLING, gettext_lazy("Adresse e-mail d’un agenda partagé")),
        Setting("message", Kind.RECALLING, gettext_lazy("Message qui l’accompagne")),
    )

    def says(self, settings: Mapping[str, Any]) -> str:  # noqa: ARG002
        """Return the sentence of the journal."""
        return _("Rendez-vous envoyé pour les agendas.")

    def run(self, run: Run) -> None:
        """Make the file, keep it, send it. Raises ActionFailed when the formula gives no date."""
        start, title = _start(run), " ".join(run.text("text").split())[:200]
        to = run.chosen("to")
        content = io.BytesIO(_calendar(run, start, title))
        file = keep_made_file(name=_("Rendez-vous.ics"), media_type=ICS, content=content)
        if not PERSONS.intersection(to):  # else it stands with the message
            with actor.admitting(run.case.pk, file.pk):
                write_message(run.case, Direction.NOTE, title, (file.pk,))
        words = run.text("message") or _("Le fichier joint l’ajoute à votre agenda : %(title)s.") % {
            "title": title
        }
        extra = [each for each in run.text("agenda").split() if "@" in each]
        send_written(run, to, lambda _language: Written(title, words), files=[file], extra=extra)


def _start(run: Run) -> date | datetime:
    """Return the day or the moment that the formula gives. Raises ActionFailed."""
    found = run.value("date")
    moment = moment_of(found)
    if moment is None:
        raise ActionFailed(_("La date de l’agenda n’est pas connue pour cette demande."), again=False)
    whole_day = isinstance(found, str) and len(found.strip()) == len("2026-03-05")
    return timezone.localdate(moment) if whole_day else moment


def _calendar(run: Run, start: date | datetime, title: str) -> bytes:
    """Return the file (RFC 5545)."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - a process that makes no agenda does without it

    minutes = min(max(run.chosen("minutes"), 1), MOST_MINUTES)
    length = timedelta(minutes=minutes) if isinstance(start, datetime) else timedelta(days=1)
    event = Event()
    event.add("uid", f"{run.case.pk}{run.step.place}".replace("/", "-"))
    event.add("sequence", run.case.status_turn)
    event.add("dtstamp", clock.now())
    event.add("dtstart", start)
    event.add("dtend", start + length)
    event.add("summary", title)
    told = {"number": say_number(run.case.number), "address": follow_up_address(run.case)}
    event.add("description", _("Demande n° %(number)s : %(address)s") % told)
    if run.case.place:
        event.add("location", run.case.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Parvis//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
