"""Jobs of the cases room."""

from uuid import UUID

from parvis.common import actor
from parvis.common.jobs import Queue, job


@job(Queue.DOCUMENTS, name="cases.send_receipt")
def send_receipt(*, case_id: str) -> None:
    """Issue and send the acknowledgement of receipt of a case (CRPA L112-3)."""
    from parvis.cases.services.receipts import issue_receipt  # noqa: PLC0415 - a service defers this job

    with actor.acting_as(actor.for_job(UUID(case_id), label="receipt")):
        issue_receipt(case_id=UUID(case_id))
