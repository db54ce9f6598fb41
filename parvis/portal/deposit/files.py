"""Files given on a page of a deposit: each is taken or refused in words, and never costs the others."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from parvis.cases.models import Draft
from parvis.cases.services import drafts
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_boxes import FileBox, Reference, files_of
from parvis.catalogue.file_limits import FileLimits
from parvis.catalogue.forms.engine import PageChecked
from parvis.documents.errors import RefusedFile
from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file


def take_files(
    draft: Draft, box: FileBox, given: Iterable["UploadedFile[Any]"]
) -> tuple[list[Reference], list[str]]:
    """Store the files given to a box; return all its files, and a sentence for each file refused."""
    key = box.question.key
    files, refusals = box.files(draft.answers.get(key), draft.typed.get(key)), []
    most = box.limits.max_files
    for upload in given:
        if len(files) >= most:
            refusals.append(
                _("« %(name)s » n’est pas ajouté : vous pouvez donner %(most)d fichiers au plus.")
                % {"name": upload.name, "most": most}
            )
            continue
        try:
            files.append(reference(_store(box.limits, upload)))
        except RefusedFile as refusal:
            refusals.append(_("« %(name)s » : %(why)s") % {"name": upload.name, "why": refusal})
            continue
        drafts.add_file(draft=draft, field_key=key, file_id=files[-1]["id"])
    return files, refusals


def drop_files(draft: Draft, kept: Iterable[Reference], removed: Iterable[str]) -> None:
    """Take off a draft the files that the person removed, among those of its answers."""
    removed = set(removed)
    for file in kept:
        if file["id"] in removed:
            drafts.remove_file(draft=draft, file_id=file["id"])


def drop_rows(
    draft: Draft, questions: Iterable[Question], before: Mapping[str, Any], checked: PageChecked
) -> None:
    """Take off a draft the files of the rows that the person removed."""
    for question in questions:
        if not question.children or question.key not in checked.typed:
            continue
        left = [checked.answers.get(question.key), checked.typed.get(question.key)]
        kept = {file["id"] for value in left for file in files_of(question, value)}
        for file in files_of(question, before.get(question.key)):
            if file["id"] not in kept:
                drafts.remove_file(draft=draft, file_id=file["id"])


def reference(file: StoredFile) -> Reference:
    """Return a stored file as an answer keeps it."""
    return {"id": str(file.pk), "name": file.name, "size": file.size, "type": file.media_type}


def _store(limits: FileLimits, upload: "UploadedFile[Any]") -> StoredFile:
    return store_file(name=upload.name or "", content=upload, allowed=limits.accept, max_size=limits.max_size)
