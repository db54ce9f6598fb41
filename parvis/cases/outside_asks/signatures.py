"""Documents in signature books."""

from uuid import UUID

from parvis.cases.outside_kinds import OutsideAsk, register
from parvis.cases.services import signature_sheets


@register
class Signatures(OutsideAsk):
    """See ``services.signature_sheets``."""

    code = "signatures"

    def secret_of(self, case_id: UUID, ask_id: UUID) -> str:
        """Return the name of the secret of the signature book."""
        return signature_sheets.secret_of(case_id, ask_id)

    def look(self, case_id: UUID, ask_id: UUID) -> None:
        """Ask where the document stands. Raises ActionFailed."""
        signature_sheets.look_at_signature(case_id=case_id, signature_id=ask_id)

    def waiting(self) -> list[tuple[UUID, UUID]]:
        """Return the documents that wait."""
        return signature_sheets.waiting_signatures()
