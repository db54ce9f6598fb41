"""Letters for the print room: gathered, drawn as one PDF with a sheet before each, marked as posted together."""

import csv
import io
from collections.abc import Sequence
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import tasks
from parvis.cases.numbers import say_number
from parvis.cases.queries import numbers_of
from parvis.channels.events import MessageDelivered
from parvis.channels.models import MessageState, OutboundMessage, PrintBatch
from parvis.channels.post.address import lines_of
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.common.jobs import defer
from parvis.documents.services.render import render_pdf
from parvis.documents.services.store import keep_made_file
from parvis.organisations.access import AgentSession

MOST = 300
"""Letters of a batch: what one person carries to the post."""


class _LetterGoneError(Exception):
    """A letter whose document cannot be read; ``number`` of its case."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@transaction.atomic
def gather_letters(*, organisation_id: int, by: AgentSession) -> PrintBatch:
    """Gather the letters of a body that wait and that the agent sees; a job draws them. Raises Invalid without any."""
    waiting = OutboundMessage.objects.filter(
        organisation_id=organisation_id, channel="post", state=MessageState.TO_PRINT, batch=None
    )
    keys = list(waiting.order_by("-registered", "queued_at").values_list("pk", flat=True)[:MOST])
    with actor.admitting(*keys):
        free = OutboundMessage.objects.select_for_update(skip_locked=True).filter(pk__in=keys, batch=None)
        taken = list(free.values_list("pk", flat=True))
        if not taken:
            raise Invalid({"": [_("Aucune lettre n’attend.")]})
        batch = PrintBatch.objects.create(
            id=new_id(),
            organisation_id=organisation_id,
            made_at=clock.now(),
            made_by_id=by.agent_id,
            letters=len(taken),
        )
        OutboundMessage.objects.filter(pk__in=taken).update(batch=batch)
    defer(tasks.draw_batch, batch_id=str(batch.pk))
    return batch


def draw_batch(*, batch_id: UUID) -> None:
    """Draw the PDF and the manifest of a batch, once. Called by a job, as the system, again without harm."""
    with transaction.atomic():
        batch = PrintBatch.objects.select_related("organisation").get(pk=batch_id)
        letters = list(batch.messages.order_by("-registered", "queued_at"))
        numbers = numbers_of([letter.about for letter in letters])
    if batch.key:
        return
    try:
        pdf, rows = _merged(batch.organisation.name, letters, numbers)
    except _LetterGoneError as gone:
        with transaction.atomic():
            PrintBatch.objects.filter(pk=batch_id).update(trouble=gone.number)
        return
    made = keep_made_file(name=f"lot-{batch_id}.pdf", media_type="application/pdf", content=io.BytesIO(pdf))
    listed = keep_made_file(
        name=f"lot-{batch_id}.csv", media_type="text/csv", content=io.BytesIO(_manifest(rows))
    )
    with transaction.atomic():
        pages = sum(int(row[5]) for row in rows)
        PrintBatch.objects.filter(pk=batch_id, key="").update(key=made.key, manifest=listed.key, pages=pages)


@transaction.atomic
def mark_posted(*, batch_id: UUID) -> int:
    """Say that the letters of a batch were posted, once; return how many. Raises NotFound."""
    batch = get_batch(batch_id, lock=True)
    if batch.sent_at is not None:
        return 0
    now = clock.now()
    batch.sent_at = now
    batch.save(update_fields=["sent_at"])
    letters = list(batch.messages.filter(state=MessageState.TO_PRINT))
    with actor.admitting(*(letter.pk for letter in letters), *(letter.about for letter in letters)):
        keys = [letter.pk for letter in letters]
        OutboundMessage.objects.filter(pk__in=keys).update(
            state=MessageState.SENT, sent_at=now, changed_at=now
        )
        for letter in letters:
            publish(MessageDelivered(message_id=letter.pk, about=letter.about, channel="post"))
    return len(letters)


@transaction.atomic
def release_batch(*, batch_id: UUID) -> None:
    """Undo a batch that was not posted: its letters wait again. Raises NotFound."""
    batch = get_batch(batch_id, lock=True)
    if batch.sent_at is None:
        keys = list(batch.messages.values_list("pk", flat=True))
        with actor.admitting(*keys):
            OutboundMessage.objects.filter(pk__in=keys).update(batch=None)
        batch.delete()


def get_batch(batch_id: UUID, *, lock: bool = False) -> PrintBatch:
    """Return a batch whose every letter the current actor sees: its PDF shows them all. Raises NotFound."""
    found = PrintBatch.objects.select_for_update(of=("self",)) if lock else PrintBatch.objects.all()
    batch = found.filter(pk=batch_id).first()
    if batch is None or batch.messages.count() != batch.letters:
        raise NotFound
    return batch


def _merged(
    body: str, letters: Sequence[OutboundMessage], numbers: dict[UUID, str]
) -> tuple[bytes, list[list[str]]]:
    """Return one PDF of all the letters, a sheet before each, and the lines of the manifest."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - a process that prints nothing does without its 15 MB
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    writer, rows = PdfWriter(), []
    for rank, letter in enumerate(letters, start=1):
        number = numbers.get(letter.about, "")
        try:
            pages = [page for file in letter.attachments for page in PdfReader(_content(file["key"])).pages]
        except (OSError, PyPdfError):
            raise _LetterGoneError(say_number(number)) from None
        for page in PdfReader(io.BytesIO(_sheet(body, rank, letter, number, len(pages)))).pages:
            writer.add_page(page)
        for page in pages:
            writer.add_page(page)
        kind = _("recommandé") if letter.registered else _("simple")
        to = lines_of(letter.recipient)
        rows.append(
            [str(rank), say_number(number), letter.subject, kind, to[0], str(len(pages)), " / ".join(to[1:])]
        )
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue(), rows


def _sheet(body: str, rank: int, letter: OutboundMessage, number: str, pages: int) -> bytes:
    kind = _("Recommandé avec avis de réception") if letter.registered else _("Lettre simple")
    lines = [
        _("Demande n° %(number)s") % {"number": say_number(number)},
        lines_of(letter.recipient)[0],
        kind,
        _("Pages à mettre sous pli : %(pages)d") % {"pages": pages},
    ]
    title = _("Pli %(rank)d") % {"rank": rank}
    return render_pdf("separator", {"title": title, "body": body, "lines": lines})


def _manifest(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(
        [_("Pli"), _("Demande"), _("Objet"), _("Envoi"), _("Destinataire"), _("Pages"), _("Adresse")]
    )
    table.writerows([[_safe(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t" else cell


def _content(key: str) -> io.BytesIO:
    with default_storage.open(key) as content:
        return io.BytesIO(content.read())
