"""The files of a mail: stored as those of a form are, and those left in the original said with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.channels.mail.parts import Content
from parvis.documents.errors import RefusedFile
from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file

MOST_BYTES = 25_000_000
"""Of one file: what mail servers carry."""
_ACCEPTED = ("pdf", "jpeg", "png", "webp", "odt", "ods", "docx", "xlsx", "txt", "csv")


@dataclass
class Taken:
    """The files of a mail. ``refused`` are sentences: which stay in the original, and why."""

    files: list[StoredFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Return the ids of the files stored."""
        return tuple(file.pk for file in self.files)


def take_files(content: Content) -> Taken:
    """Store the files of a mail that a case may hold. Nothing is lost: the others stay in the original."""
    taken, seen = Taken(), set()
    for given in content.files:
        mark = (given.name, hash(given.content))
        if mark in seen:  # the same picture, shown twice in the text
            continue
        seen.add(mark)
        try:
            taken.files.append(
                store_file(
                    name=given.name,
                    content=ContentFile(given.content, name=given.name),
                    allowed=_ACCEPTED,
                    max_size=MOST_BYTES,
                )
            )
        except RefusedFile as refusal:
            taken.refused.append(_("« %(name)s » : %(why)s") % {"name": given.name[:120], "why": refusal})
    if content.left_out:
        taken.refused.append(
            ngettext("%(count)d autre fichier.", "%(count)d autres fichiers.", content.left_out)
            % {"count": content.left_out}
        )
    return taken


def references(files: Iterable[StoredFile]) -> list[dict[str, Any]]:
    """Return files as the answers of a form name them."""
    return [
        {"id": str(file.pk), "name": file.name, "size": file.size, "type": file.media_type} for file in files
    ]


def left_in_original(taken: Taken) -> str:
    """Return the note that tells agents which files stay in the original, "" when none does."""
    if not taken.refused:
        return ""
    return _("Pièces jointes laissées dans le message d’origine :\n%(files)s") % {
        "files": "\n".join(f"– {one}" for one in taken.refused)
    }
