"""An agenda called by HTTP, or a small relay in front of one.

We POST to its address ``{"reference", "subject", "notice", "back"}``, signed (``cases.signed_calls``), under an
« Idempotency-Key »; it answers ``{"link", "reference"}``. We GET ``<address>/<reference>``, signed; it answers
``{"state": "proposed|taken|cancelled", "starts_at", "ends_at", "place"}``, moments as ISO 8601 with their offset. We
DELETE ``<address>/<reference>``, signed, once the appointment is cancelled here.
"""

from datetime import datetime
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.agenda_kinds import SECONDS, Agenda, Proposed, Slot, register
from parvis.cases.signed_calls import Line, Opened

STATES = ("proposed", "taken", "cancelled")
LONGEST_PLACE = 250


@register
class HttpAgenda(Agenda):
    """Any agenda."""

    code, label = "http_agenda", gettext_lazy("par le réseau, l’agenda dit le créneau choisi")
    speaks: ClassVar = True

    def open(self, proposed: Proposed) -> Opened:
        """Open a choice of slots. Raises ActionFailed: no answer, or one that is not understood."""
        told = {
            "subject": proposed.subject,
            "notice": proposed.notice_address,
            "back": proposed.back_address,
        }
        return _line(proposed).open(told)

    def look(self, proposed: Proposed, reference: str) -> Slot:
        """Return what it says. Raises ActionFailed: no answer, or one that is not understood."""
        line = _line(proposed)
        said = line.look(reference, STATES)
        starts_at, ends_at = _moment(said.get("starts_at")), _moment(said.get("ends_at"))
        state, place = said["state"], said.get("place") or ""
        taken = state == "taken"
        if not isinstance(place, str) or (taken and starts_at is None):
            raise ActionFailed(line.puzzled)
        if not taken:
            return Slot(state=state)
        ends_at = ends_at if ends_at and starts_at and ends_at > starts_at else None
        return Slot(state, starts_at, ends_at, " ".join(place.split())[:LONGEST_PLACE])

    def give_up(self, proposed: Proposed, reference: str) -> None:
        """Free the slot. Raises ActionFailed: no answer, or a refusal."""
        _line(proposed).delete(reference)


def _line(proposed: Proposed) -> Line:
    puzzled = _("La réponse de l’agenda n’est pas comprise.")
    return Line(proposed.key, proposed.address, proposed.secret, SECONDS, puzzled)


def _moment(given: object) -> datetime | None:
    """Return a moment with its offset, None for anything else: an hour without one may be that of elsewhere."""
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
