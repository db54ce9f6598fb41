"""A print room or a service that takes letters in a folder (a mounted share, or one that SFTP synchronises)."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.mail.sending import content_of
from parvis.channels.models import MessageState
from parvis.channels.post.address import normalised, refused
from parvis.channels.post.fates import fates_of
from parvis.channels.registry import Account, Fate, Handed, Health, Outgoing, Transport, transports

OUT, GIVEN, STATES, READ = "a-poster", "remis", "etats", "etats-lus"
"""Letters to take; what was given, for us; what the service tells; what of it we read."""
LARGEST = 100_000


@transports.register
class FolderPost(Transport):
    """``folder`` holds four: letters are put in « a-poster » as ``<id>.pdf``, then ``<id>.json`` once all is there.

    The service takes both away, and tells in « etats », by files of one JSON object a line: ``{"id", "state",
    "reason"}``. A letter is given once, whenever its giver is killed: what was given stays listed in « remis ».
    """

    code, label = "post_folder", gettext_lazy("impression par un dossier partagé")
    channel = "post"
    needs = ("folder",)

    def send(self, message: Outgoing, account: Account) -> Handed:
        """Put a letter in the folder. Raises CannotDeliver, TryAgain."""
        reason = refused(message.recipient)
        if reason:
            raise CannotDeliver(reason)
        known = self.find(message, account)
        if known is not None:
            return known
        said = {
            "id": str(message.id),
            "address": normalised(message.recipient),
            "sender": message.sender_name,
            "registered": message.registered,
            "files": [],
        }
        try:
            _give(Path(account.settings["folder"]), message, said)
        except OSError as trouble:
            raise TryAgain(f"folder_{type(trouble).__name__}") from None
        return Handed(MessageState.SENT, str(message.id))

    def find(self, message: Outgoing, account: Account) -> Handed | None:
        """Say whether a letter was given; what was given by half is finished."""
        folder = Path(account.settings["folder"])
        given = folder / GIVEN / f"{message.id}.json"
        if not given.exists():
            return None
        waiting = folder / GIVEN / f"{message.id}.tmp"
        if waiting.exists():
            waiting.rename(folder / OUT / f"{message.id}.json")
        return Handed(MessageState.SENT, str(message.id))

    def collect(self, account: Account) -> Iterator[tuple[str, list[Fate]]]:
        """Yield each file of states that waits, by name, with what it tells."""
        folder = Path(account.settings["folder"]) / STATES
        for path in sorted(folder.glob("*.jsonl"))[:100] if folder.is_dir() else []:
            lines = path.read_text(encoding="utf-8", errors="replace")[:LARGEST].splitlines()
            yield path.name, [fate for line in lines for fate in fates_of(_object(line))]

    def forget(self, name: str, account: Account) -> None:
        """Put a file of states away, once what it tells is kept."""
        folder = Path(account.settings["folder"])
        (folder / READ).mkdir(exist_ok=True)
        (folder / STATES / name).rename(folder / READ / name)

    def check(self, account: Account) -> Health:
        """See whether the folder can be written."""
        folder = Path(account.settings["folder"])
        if folder.is_dir() and os.access(folder, os.W_OK):
            return Health(True, _("Le dossier des lettres est prêt."))
        return Health(False, _("Le dossier des lettres n’existe pas ou ne peut pas être écrit."))


def _give(folder: Path, message: Outgoing, said: dict[str, Any]) -> None:
    """Write the files, then the list of what is given, then show it: each step may be the last one before a kill."""
    out, given = folder / OUT, folder / GIVEN
    for each in (out, given):
        each.mkdir(exist_ok=True)
    for rank, file in enumerate(message.attachments):
        name = f"{message.id}{f'-{rank + 1}' if rank else ''}.pdf"
        partial = given / f"{name}.part"
        partial.write_bytes(content_of(file.key))
        partial.replace(out / name)
        said["files"].append(name)
    waiting = given / f"{message.id}.tmp"
    waiting.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    os.link(waiting, given / f"{message.id}.json")
    waiting.rename(out / f"{message.id}.json")


def _object(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
