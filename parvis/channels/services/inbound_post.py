"""Keeping a scan of post as it came, before anyone reads it; the letters cut out of it; what becomes of each."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from parvis.channels.access import get_letter, get_pile
from parvis.channels.errors import LetterAlreadySorted
from parvis.channels.events import PileKept
from parvis.channels.models import (
    InboundLetter,
    LetterFate,
    LetterState,
    PileSplit,
    PileState,
    PostFolder,
    PostPile,
)
from parvis.channels.services.receive import write_source
from parvis.common import actor, clock
from parvis.common.errors import NotFound
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation, Team

LARGEST = 150_000_000
"""Bytes of a scan that are taken in."""
MOST_READINGS = 3
FOLDER = "post"
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Given:
    """Where a scan comes from: for whom, by whom, how its letters are separated, the stamp that all of them bear."""

    organisation: Organisation
    name: str
    teams: Sequence[int] = ()
    team: Team | None = None
    folder: PostFolder | None = None
    given_by: int | None = None
    split: str = PileSplit.SHEETS
    arrived_on: date | None = None


@dataclass(frozen=True)
class Laid:
    """A letter found in a pile, with its files on the disk."""

    pdf: Path
    pictures: Sequence[Path]
    first_page: int
    pages: int
    teams: Sequence[int]
    proposed: UUID | None = None
    proposed_message: UUID | None = None


@transaction.atomic
def keep_pile(*, raw: bytes, given: Given) -> tuple[PostPile, bool]:
    """Keep a scan, then its row, and have it read by a job; return it, and whether it is new.

    The same content given twice to a body is kept once. It is on the disk before the row says so: whoever brings it
    takes it away only afterwards. Raises OSError when the disk is full.
    """
    digest, now, key = hashlib.sha256(raw).hexdigest(), clock.now(), new_id()
    known = _same_pile(given.organisation.pk, digest)
    if known is not None:
        return known, False
    pile = PostPile(
        id=key,
        organisation=given.organisation,
        team=given.team,
        folder=given.folder,
        given_by_id=given.given_by,
        name=given.name[:200],
        key=write_source(f"{FOLDER}/{now:%Y-%m-%d}/{key}", raw),
        size=len(raw),
        sha256=digest,
        split=PileSplit(given.split),
        arrived_on=given.arrived_on,
        received_at=now,
        teams=sorted(set(given.teams)),
    )
    with actor.admitting(key):
        pile.save(force_insert=True)
        publish(PileKept(pile_id=key))
    return pile, True


@transaction.atomic
def begin_reading(*, pile_id: UUID) -> PostPile | None:
    """Count a reading and return the pile; None when it is read already, or kills whoever reads it: it is then aside.

    The count is committed before the reading begins, so that one that never ends is known of.
    """
    pile = get_pile(pile_id, lock=True)
    if pile.state != PileState.RECEIVED:
        return None
    if pile.attempts >= MOST_READINGS:
        put_aside(pile, "reading_never_ended")
        return None
    pile.attempts += 1
    pile.save(update_fields=["attempts"])
    return pile


@transaction.atomic
def lay_out(*, pile_id: UUID, letters: Sequence[Laid], pages: int) -> list[InboundLetter]:
    """Write the letters of a pile, once however often it is read; files are on the disk before their rows."""
    pile = get_pile(pile_id, lock=True)
    if pile.state != PileState.RECEIVED:
        return []
    made = [_letter(pile, one) for one in letters]
    with actor.admitting(pile.pk, *(one.pk for one in made)):
        InboundLetter.objects.bulk_create(made)
        pile.state, pile.reason, pile.pages = PileState.READ, "", pages
        pile.save(update_fields=["state", "reason", "pages"])
    log.info("channels.pile_read", pile=str(pile.pk), letters=len(made), pages=pages)
    return made


@transaction.atomic
def set_pile_aside(*, pile_id: UUID, reason: str) -> PostPile:
    """Keep a pile apart for a human, with the reason: it could not be read."""
    pile = get_pile(pile_id, lock=True)
    if pile.state == PileState.RECEIVED:
        put_aside(pile, reason)
    return pile


@transaction.atomic
def replay_pile(*, pile_id: UUID, split: str = "") -> PostPile:
    """Have a pile that was set aside read again. Raises LetterNotFound, LetterAlreadySorted."""
    pile = get_pile(pile_id, lock=True)
    if pile.state not in {PileState.ASIDE, PileState.DISMISSED}:
        raise LetterAlreadySorted
    pile.state, pile.attempts, pile.split = PileState.RECEIVED, 0, PileSplit(split or pile.split)
    pile.save(update_fields=["state", "attempts", "split"])
    publish(PileKept(pile_id=pile.pk))
    return pile


@transaction.atomic
def dismiss_pile(*, pile_id: UUID) -> PostPile:
    """Say that nothing is to be done of a pile set aside: it stays kept. Raises LetterNotFound, LetterAlreadySorted."""
    pile = get_pile(pile_id, lock=True)
    if pile.state != PileState.ASIDE:
        raise LetterAlreadySorted
    pile.state = PileState.DISMISSED
    pile.save(update_fields=["state"])
    return pile


@transaction.atomic
def settle_letter(
    *, letter: InboundLetter, fate: LetterFate, about: UUID, arrived_on: date, written: UUID | None = None
) -> InboundLetter:
    """Say what became of a locked letter, and the stamp of arrival that the agent read on it."""
    with actor.admitting(letter.pk, about):
        letter.state, letter.fate, letter.about, letter.written = LetterState.SORTED, fate, about, written
        letter.arrived_on, letter.sorted_at, letter.teams = arrived_on, clock.now(), []
        letter.save(update_fields=["state", "fate", "about", "written", "arrived_on", "sorted_at", "teams"])
    return letter


@transaction.atomic
def dismiss_letter(*, letter_id: UUID) -> InboundLetter:
    """Say that a letter makes no demand (advertisement, invoice): it stays kept. Raises as ``get_letter``."""
    letter = get_letter(letter_id, lock=True)
    if letter.state != LetterState.WAITING:
        raise LetterAlreadySorted
    letter.state, letter.sorted_at = LetterState.DISMISSED, clock.now()
    letter.save(update_fields=["state", "sorted_at"])
    return letter


def pile_content(pile: PostPile) -> bytes:
    """Return a scan as it came. Raises FileNotFoundError when it is gone."""
    with default_storage.open(pile.key) as source:
        return bytes(source.read())


def letter_content(letter: InboundLetter) -> bytes:
    """Return the PDF of a letter. Raises FileNotFoundError when it is gone."""
    with default_storage.open(letter.key) as content:
        return bytes(content.read())


def letter_picture(letter: InboundLetter, page: int) -> bytes:
    """Return the picture of a page of a letter, from 1. Raises NotFound."""
    if not 1 <= page <= letter.pictures:
        raise NotFound
    try:
        with default_storage.open(f"{letter.key}-{page}.jpg") as content:
            return bytes(content.read())
    except FileNotFoundError:
        raise NotFound from None


def sorters(organisation_id: int) -> list[int]:
    """Return the teams that sort what comes for a body: its reception, else that of the body at the top."""
    found = organisations.reception_teams(organisation_id)
    if not found and (top := organisations.top_organisation()) is not None:
        found = organisations.reception_teams(top.pk)
    return [team.pk for team in found]


def put_aside(pile: PostPile, reason: str) -> None:
    """Set a locked pile aside."""
    pile.state, pile.reason = PileState.ASIDE, reason[:60]
    pile.save(update_fields=["state", "reason"])
    log.warning("channels.pile_aside", pile=str(pile.pk), reason=pile.reason)


def known_keys(keys: Iterable[str]) -> set[str]:
    """Return those of some keys of the storage that a row knows: sources, letters, and their pictures."""
    asked = set(keys)
    bare = {key.partition(".jpg")[0].rpartition("-")[0] if key.endswith(".jpg") else key for key in asked}
    held = set(PostPile.objects.filter(key__in=bare).values_list("key", flat=True))
    held |= set(InboundLetter.objects.filter(key__in=bare).values_list("key", flat=True))
    return {
        key for key in asked if key in held or (key.endswith(".jpg") and key[:-4].rpartition("-")[0] in held)
    }


def _same_pile(organisation_id: int, digest: str) -> PostPile | None:
    """Return the pile of that content, if any; until the end of the transaction nobody else keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"post:{organisation_id}:{digest}"]
        )
    with actor.acting_as(actor.for_system("post")):
        return PostPile.objects.filter(organisation_id=organisation_id, sha256=digest).first()


def _letter(pile: PostPile, laid: Laid) -> InboundLetter:
    key, content = new_id(), laid.pdf.read_bytes()
    path = write_source(f"{FOLDER}/{pile.received_at:%Y-%m-%d}/{key}.pdf", content)
    for rank, picture in enumerate(laid.pictures, start=1):
        default_storage.save(f"{path}-{rank}.jpg", ContentFile(picture.read_bytes()))
    return InboundLetter(
        id=key,
        pile=pile,
        organisation_id=pile.organisation_id,
        first_page=laid.first_page,
        pages=laid.pages,
        pictures=len(laid.pictures),
        key=path,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        arrived_on=pile.arrived_on,
        received_at=pile.received_at,
        proposed=laid.proposed,
        proposed_message=laid.proposed_message,
        teams=sorted(set(laid.teams)),
    )
