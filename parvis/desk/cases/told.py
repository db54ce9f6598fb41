"""The story of a case as a template writes it: messages with their sides, events with their marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import Attachment, Case
from parvis.cases.timeline import Moment
from parvis.channels.models import NOT_DELIVERED, MessageState
from parvis.documents.access import READABLE, can_show
from parvis.documents.models import ScanState
from parvis.ui import words

SIDES = {"inbound": "theirs", "outbound": "ours", "note": "note"}
CHANNELS: dict[str, tuple[str, str | Promise]] = {
    "email": ("mail", _("par e-mail")),
    "sms": ("sms", _("par SMS")),
    "phone": ("phone", _("par téléphone")),
    "post": ("post", _("par courrier")),
    "online": ("web", _("en ligne")),
    "web": ("web", _("en ligne")),
}
EVENT_ICONS = {
    "received": "received",
    "acknowledged": "check",
    "delivered": "mail",
    "unreached": "late",
    "reached": "check",
    "channel_chosen": "person",
    "assigned": "person",
    "moved": "progress",
    "transferred": "transfer",
    "rescheduled": "calendar",
    "decided": "check-circle",
    "implied": "clock",
    "attested": "file",
    "mend_asked": "edit",
    "mended": "edit",
    "corrected": "edit",
    "correction_proposed": "edit",
    "correction_refused": "edit",
    "transferred_out": "transfer",
    "sent_out": "mail",
    "closed": "closed",
    "withdrawn": "undo",
    "reopened": "undo",
    "pieces_asked": "paperclip",
    "pieces_received": "paperclip",
}
FILTERS: dict[str, tuple[str | Promise, frozenset[str]]] = {
    "tout": (_("Tout"), frozenset({"inbound", "outbound", "note", "event"})),
    "echanges": (_("Échanges"), frozenset({"inbound", "outbound", "note"})),
    "journal": (_("Journal"), frozenset({"event"})),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to open: ``href`` is empty while the antivirus has not let it pass; ``picture`` may be shown at once,
    as ``small``.
    """

    name: str
    size: int
    href: str
    state: str
    picture: bool
    inline: bool
    small: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A moment ready to write."""

    kind: str
    side: str
    when: str
    iso: str
    text: str
    author: str
    icon: str
    channel: str = ""
    state: str = ""
    undelivered: bool = False
    letter_href: str = ""
    original_href: str = ""
    files: list[File] = field(default_factory=list)


def told(
    case: Case,
    moments: Iterable[Moment],
    states: Mapping[UUID, MessageState],
    kinds: frozenset[str],
    originals: Mapping[UUID, UUID] = MappingProxyType({}),
) -> list[Told]:
    """Return the moments of these kinds, ready to write. ``states``: where each sending is; ``originals``: the mail
    from which a message was written.
    """
    return [_told(case, moment, states, originals) for moment in moments if moment.kind in kinds]


def shown_file(case: Case, attachment: Attachment) -> File:
    """Return an attachment ready to show."""
    file = attachment.file
    opens = file.scan_state in {*READABLE, ScanState.UNCHECKED}
    shows = can_show(file)
    is_picture = shows and file.media_type.startswith("image/")
    return File(
        name=file.name,
        size=file.size,
        href=reverse("desk:case_file", args=[case.number, attachment.pk]) if opens else "",
        state=""
        if file.scan_state in {ScanState.CLEAN, ScanState.MADE}
        else str(ScanState(file.scan_state).label),
        picture=is_picture,
        inline=shows,
        small=reverse("desk:case_thumbnail", args=[case.number, attachment.pk]) if is_picture else "",
    )


def _told(
    case: Case, moment: Moment, states: Mapping[UUID, MessageState], originals: Mapping[UUID, UUID]
) -> Told:
    icon, channel = CHANNELS.get(moment.channel, ("", ""))
    if moment.kind == "event":
        icon = EVENT_ICONS.get(moment.code, "dot")
    sending = states.get(moment.delivery) if moment.delivery else None
    original = originals.get(moment.message) if moment.message else None
    by_hand = moment.kind == "outbound" and moment.channel == "post" and moment.message
    return Told(
        kind=moment.kind,
        side=SIDES.get(moment.kind, ""),
        when=_moment(moment.at),
        iso=moment.at.isoformat(timespec="minutes"),
        text=moment.text,
        author=moment.author,
        icon=icon,
        channel=str(channel),
        state=str(sending.label) if sending else "",
        undelivered=sending in NOT_DELIVERED,
        original_href=reverse("desk:mail", args=[original]) if original else "",
        letter_href=reverse("desk:case_letter", args=[case.number, moment.message]) if by_hand else "",
        files=[shown_file(case, attachment) for attachment in moment.files],
    )


def _moment(at: datetime) -> str:
    return f"{words.date(at, weekday=False)}, {words.time(at)}"
