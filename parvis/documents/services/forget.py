"""Files deleted for good: their rows in the transaction, their contents once it is done."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from parvis.common import actor
from parvis.documents.models import StoredFile
from parvis.documents.services.thumbnails import SUFFIX


@transaction.atomic
def forget_files(*, files: Iterable[UUID]) -> int:
    """Delete files that nothing holds any longer; return how many. Those that something holds stay.

    A worker killed before the contents are deleted leaves them to ``sweep_orphans``.
    """
    forgotten = 0
    for key in dict.fromkeys(files):
        with actor.admitting(key):
            file = StoredFile.objects.filter(pk=key).first()
            if file is None or not _deleted(file):
                continue
        forgotten += 1
        transaction.on_commit(partial(_drop, file.key))
    return forgotten


def _deleted(file: StoredFile) -> bool:
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:
        return False
    return True


def _drop(content: str) -> None:
    for name in (content, content + SUFFIX):
        default_storage.delete(name)
