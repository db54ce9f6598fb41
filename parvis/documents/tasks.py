"""Jobs of the documents room."""

from uuid import UUID

from parvis.common import actor
from parvis.common.jobs import Queue, every, job
from parvis.documents.services import forget, scan, sweep


@job(Queue.DOCUMENTS, name="documents.scan_file")
def scan_file(*, file_id: str) -> None:
    """Ask the antivirus about one file."""
    with actor.acting_as(actor.for_job(UUID(file_id), label="documents.scan")):
        scan.scan_file(file_id=UUID(file_id))


@job(Queue.DOCUMENTS, name="documents.forget_abandoned")
def forget_abandoned(*, file_id: str) -> None:
    """Delete a file given on a page that was never sent; one that something holds stays."""
    with actor.acting_as(actor.for_system("documents.forget")):  # it has to see whatever holds the file
        forget.forget_files(files=[UUID(file_id)])


@every("17 * * * *", name="documents.rescan_waiting_files")
def rescan_waiting_files() -> None:
    """Find again the files whose scan was lost."""
    scan.rescan_waiting_files()


@every("41 2 * * *", name="documents.sweep_orphans")
def sweep_orphans() -> None:
    """Delete contents that no row knows."""
    sweep.sweep_orphans()
