"""What cases do when rooms below tell that something happened."""

from uuid import UUID

from parvis.cases import journal
from parvis.cases.models import Case
from parvis.cases.services.co_signatures import mark_unreachable
from parvis.cases.services.saving import save_case
from parvis.channels.events import MessageDelivered, MessageFailed
from parvis.common.events import subscribe


@subscribe(MessageDelivered)
def journal_delivery(event: MessageDelivered) -> None:
    """Keep the proof that a sending left (CRPA L112-3: when, to where)."""
    _journal(event.about, event.message_id, "sent")


@subscribe(MessageFailed)
def journal_failure(event: MessageFailed) -> None:
    """Keep that a sending never arrived, so that an agent reaches the person another way."""
    _journal(event.about, event.message_id, "failed")
    mark_unreachable(co_signature_id=event.about)


def _journal(about: UUID, message_id: UUID, state: str) -> None:
    case = Case.objects.select_for_update(of=("self",)).filter(pk=about).first()
    if case is not None:  # a message may be about a draft, which has no journal
        journal.record(case, "delivered", facts={"message": str(message_id), "state": state})
        save_case(case)
