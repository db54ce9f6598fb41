"""Importing in two steps: tried and told, then taken in; what nobody confirmed is forgotten after a day."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.catalogue.access import can_build
from parvis.catalogue.imports.files import unzipped
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.services.imports import TakenIn, read_files, take_in
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.studio.models import PendingImport

KEPT = timedelta(days=1)


@transaction.atomic
def try_import(
    *,
    organisation: Organisation,
    kind: str,
    files: Sequence[SourceFile],
    by: AgentSession,
    roles: Mapping[str, str] | None = None,
) -> PendingImport:
    """Read files and do as if they were taken in; keep them with the report. Raises NotFound for an unknown kind.

    ``roles``: what roles of the source are here; Invalid when one is none of ours.
    """
    if not can_build(by, organisation.pk):
        raise NotFound
    report = _tried(organisation, kind, files, roles or {})
    return PendingImport.objects.create(
        organisation=organisation,
        kind=kind,
        archive=_zipped(files),
        report=report,
        made_at=clock.now(),
        made_by_id=by.agent_id,
    )


@transaction.atomic
def confirm_import(*, import_id: UUID, by: AgentSession, whole: bool = False) -> TakenIn:
    """Take in what was tried, as drafts, and forget the files. Raises NotFound."""
    pending = (
        PendingImport.objects.select_for_update().select_related("organisation").filter(pk=import_id).first()
    )
    if pending is None or not can_build(by, pending.organisation_id):
        raise NotFound
    files = [
        SourceFile(file.name.partition("/")[2], file.content)
        for file in unzipped("x.zip", bytes(pending.archive))
    ]
    taken = take_in(
        organisation=pending.organisation,
        imported=read_files(
            kind=pending.kind,
            files=files,
            roles=pending.report.get("roles", {}),
            organisation=pending.organisation,
        ),
        whole=whole,
    )
    pending.delete()
    return taken


@transaction.atomic
def forget_old_imports() -> None:
    """Delete what was tried and not confirmed within a day."""
    PendingImport.objects.filter(made_at__lt=clock.now() - KEPT).delete()


def _tried(
    organisation: Organisation, kind: str, files: Sequence[SourceFile], roles: Mapping[str, str]
) -> dict[str, Any]:
    """Return the report of an import done and undone, with what each definition would lack."""
    imported = read_files(kind=kind, files=files, roles=roles, organisation=organisation)
    with transaction.atomic():
        taken = take_in(organisation=organisation, imported=imported, dry_run=True)
    lacking = {
        code: [{"place": one.place, "message": one.message} for one in remarks]
        for code, remarks in taken.to_complete.items()
    }
    return {**taken.report.as_json(), "lacking": lacking, "roles": dict(roles)}


def _zipped(files: Sequence[SourceFile]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return held.getvalue()
