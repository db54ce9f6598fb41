"""Files sent ahead of their case."""

from datetime import timedelta
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from parvis.api.access import KeySession
from parvis.api.models import Upload
from parvis.common import actor, clock
from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file

KEPT_FOR = timedelta(days=7)


@transaction.atomic
def keep_upload(*, by: KeySession, file: "File[bytes]") -> StoredFile:
    """Store a file for the body's next case. Raises RefusedFile with the reason."""
    stored = store_file(name=file.name or "", content=file)
    Upload.objects.create(file_id=stored.pk, organisation_id=by.organisation.pk, sent_at=clock.now())
    return stored


@transaction.atomic
def claim_uploads(*, by: KeySession, ids: set[UUID]) -> dict[UUID, StoredFile]:
    """Return the files the body sent among these, and take them off the waiting ones. Others are left out."""
    mine = Upload.objects.select_for_update().filter(
        file_id__in=ids, organisation_id=by.organisation.pk, sent_at__gt=clock.now() - KEPT_FOR
    )
    keys = list(mine.order_by("pk").values_list("file_id", flat=True))
    with actor.admitting(*keys):
        files = {file.pk: file for file in StoredFile.objects.filter(pk__in=keys)}
    Upload.objects.filter(file_id__in=files).delete()
    return files
