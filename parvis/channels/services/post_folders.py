"""Folders where scanners leave their files: looked into every minute; a file goes once it is whole, and kept."""

import os
import stat
from pathlib import Path

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.channels.models import PileSplit, PostFolder
from parvis.channels.services.inbound_post import LARGEST, Given, keep_pile, sorters
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Organisation, Team

MOST_AT_ONCE = 200
"""Files of a folder taken at one look; the others at the next."""
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".lock")
log = structlog.get_logger()


@transaction.atomic
def set_folder(
    *,
    organisation: Organisation,
    name: str,
    path: str,
    team: Team | None = None,
    split: str = PileSplit.SHEETS,
    moved_to: str = "",
) -> PostFolder:
    """Have a folder looked into for a body, or change how. Raises Invalid when it is not a folder we may write in."""
    place = Path(path)
    if not place.is_absolute() or not place.is_dir() or not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        raise Invalid({"path": [_("Ce dossier n’existe pas, ou le service ne peut pas y écrire.")]})
    if Path(moved_to).name != moved_to or moved_to in {".", ".."}:
        raise Invalid({"moved_to": [_("Écrivez seulement le nom d’un dossier, par exemple « pris ».")]})
    kept = str(place.resolve())
    if PostFolder.objects.filter(path=kept).exclude(organisation=organisation).exists():
        raise Invalid({"path": [_("Ce dossier sert déjà à un autre organisme.")]})
    facts = {
        "organisation": organisation,
        "name": name,
        "team": team,
        "split": PileSplit(split),
        "moved_to": moved_to,
        "is_active": True,
    }
    return PostFolder.objects.update_or_create(path=kept, defaults=facts)[0]


@transaction.atomic
def retire_folder(*, folder_id: int) -> None:
    """Look no more into a folder; what is in it stays there."""
    PostFolder.objects.filter(pk=folder_id).update(is_active=False)


def look_into_folders() -> int:
    """Look into every folder; return how many scans were kept. One that fails says why and holds back no other."""
    with transaction.atomic():
        keys = list(PostFolder.objects.filter(is_active=True).values_list("pk", flat=True))
    return sum(look_into(folder_id=key) for key in keys)


def look_into(*, folder_id: int) -> int:
    """Keep the files of a folder that are whole, then take them away; return how many were kept.

    Whole: of the same size and time as at the look before. A file is taken away once its row is committed: a stop in
    between leaves it there, and the next look knows its content. Raises NotFound.
    """
    with transaction.atomic():
        folder = PostFolder.objects.select_related("organisation", "team").filter(pk=folder_id).first()
        teams = _teams(folder) if folder else []
    if folder is None:
        raise NotFound
    kept, error = 0, ""
    try:
        seen = _seen(Path(folder.path))
    except OSError as trouble:
        seen, error = dict[str, list[int]](), f"folder_{type(trouble).__name__}"
    whole = [name for name, facts in seen.items() if folder.looked.get(_shown(name)) == facts]
    for name in sorted(whole)[:MOST_AT_ONCE]:
        try:
            kept += _take(folder, name, teams)
            del seen[name]
        except OSError as trouble:
            error = f"file_{type(trouble).__name__}"
        except ValueError:
            error = "file_too_large"
    _note(folder, seen, error)
    return kept


def _seen(place: Path) -> dict[str, list[int]]:
    """Return the size and the time of each plain file; links, folders and files being written are left alone."""
    found = {}
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith((".", "~")) or entry.name.lower().endswith(_UNFINISHED):
                continue
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(facts.st_mode):
                found[entry.name] = [facts.st_size, facts.st_mtime_ns]
    return found


def _take(folder: PostFolder, name: str, teams: list[int]) -> int:
    source = Path(folder.path) / name
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as content:
        if os.fstat(handle).st_size > LARGEST:
            raise ValueError(name)
        raw = content.read(LARGEST + 1)
    given = Given(
        organisation=folder.organisation,
        name=_shown(name),
        team=folder.team,
        teams=teams,
        folder=folder,
        split=folder.split,
    )
    with transaction.atomic(), actor.acting_as(actor.for_system("channels.post_folder")):
        _pile, is_new = keep_pile(raw=raw, given=given)
    _away(folder, source)
    return int(is_new)


def _away(folder: PostFolder, source: Path) -> None:
    """Move a kept file aside, under another name when one is taken, or delete it."""
    if not folder.moved_to:
        source.unlink()
        return
    place = Path(folder.path) / folder.moved_to
    place.mkdir(exist_ok=True)
    target, rank = place / source.name, 1
    while target.exists():
        rank += 1
        target = place / f"{source.stem}-{rank}{source.suffix}"
    source.rename(target)


def _shown(name: str) -> str:
    """Return a name as the database can hold it: those of old machines are not always text."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "")


def _teams(folder: PostFolder) -> list[int]:
    return [folder.team_id] if folder.team_id else sorters(folder.organisation_id)


@transaction.atomic
def _note(folder: PostFolder, seen: dict[str, list[int]], error: str) -> None:
    folder.looked = {_shown(name): facts for name, facts in seen.items()}
    folder.looked_at, folder.last_error = clock.now(), error
    folder.save(update_fields=["looked", "looked_at", "last_error"])
    if error:
        log.warning("channels.post_folder_failed", folder=folder.pk, reason=error)
