"""Files joined to a contact form: kept as soon as they are given, so that an error in the page costs none of them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from parvis.common import actor, clock
from parvis.common.jobs import defer
from parvis.documents import tasks
from parvis.documents.errors import RefusedFile
from parvis.documents.kinds import accepted_kinds
from parvis.documents.models import StoredFile
from parvis.documents.queries import files_by_id
from parvis.documents.services.store import MEGABYTE, store_file
from parvis.ui.fields import Widget

BOX, KEPT, REMOVE = "fichiers", "fichiers_gardes", "retirer_fichier"
LARGEST = 10 * MEGABYTE
WAITS = timedelta(days=2)
"""How long a file given on a page that was never sent is kept."""
_SALT = "parvis.portal.writing.files"


def given_files(request: HttpRequest, most: int) -> tuple[list[StoredFile], list[str]]:
    """Return the files that a page holds, those it just brought among them, and a sentence for each one refused."""
    files = _kept(request.POST.get(KEPT, ""))
    removed = request.POST.get(REMOVE, "")
    files = [file for file in files if str(file.pk) != removed]
    refusals = []
    for upload in request.FILES.getlist(BOX):
        named = {"name": upload.name, "most": most}
        if len(files) >= most:
            refusals.append(
                _("« %(name)s » n’est pas ajouté : vous pouvez donner %(most)d fichiers au plus.") % named
            )
            continue
        try:
            files.append(store_file(name=upload.name or "", content=upload, max_size=LARGEST))
        except RefusedFile as refusal:
            refusals.append(_("« %(name)s » : %(why)s") % {**named, "why": refusal})
            continue
        defer(tasks.forget_abandoned, not_before=clock.now() + WAITS, file_id=str(files[-1].pk))
    return files, refusals


def sealed(files: Sequence[StoredFile]) -> str:
    """Return files as the page carries them to its next sending: nobody adds one of another's."""
    return signing.dumps([str(file.pk) for file in files], salt=_SALT) if files else ""


def files_widget(files: Sequence[StoredFile], most: int, refusals: list[str]) -> Widget:
    """Return the box of files."""
    context = {
        "id": BOX,
        "name": BOX,
        "label": _("Photos ou documents"),
        "required": False,
        "errors": refusals,
        "files": [{"id": str(file.pk), "name": file.name, "size": file.size} for file in files],
        "types": ", ".join(str(kind.label) for kind in accepted_kinds(None)),
        "max_size": LARGEST,
        "max_files": most,
        "remove_name": REMOVE,
    }
    return Widget("fields/file.html", context)


def _kept(token: str) -> list[StoredFile]:
    try:
        ids = [UUID(one) for one in signing.loads(token, salt=_SALT, max_age=24 * 3600)] if token else []
    except signing.BadSignature:
        ids = []
    with actor.admitting(*ids):
        return files_by_id(ids)
