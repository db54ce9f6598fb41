"""The call during which a demand is entered: told by the switchboard, or by the address a soft-phone opens.

It goes with the agent from page to page, in addresses: two calls in two tabs are never mixed up.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from parvis.channels import queries as channels
from parvis.channels.access import get_call
from parvis.channels.services.calls import read_number
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import words_asked
from parvis.ui import words

RECENT = timedelta(minutes=30)
"""A call taken before that is no longer the one of now."""
CALL, NUMBERS = "appel", ("numero", "number")


@dataclass(frozen=True, slots=True)
class Calling:
    """Who calls: their number, "" when it is hidden; the call when a switchboard told of it."""

    number: str = ""
    call_id: UUID | None = None
    words: str = field(default="")

    @property
    def carried(self) -> dict[str, str]:
        """Return what the next page's address says of the call."""
        if self.call_id is not None:
            return {CALL: str(self.call_id)}
        return {NUMBERS[0]: self.number} if self.number else {}

    @property
    def query(self) -> str:
        """Return the same, to put after other parameters."""
        return f"&{urlencode(self.carried)}" if self.carried else ""


def calling(request: AgentRequest) -> Calling | None:
    """Return the call that an address or a sheet names, None when there is none, or the agent does not see it."""
    asked = request.POST.get("saisie-appel") or request.GET.get(CALL, "")
    if asked:
        try:
            call = get_call(UUID(asked))
        except (ValueError, NotFound):
            pass
        else:
            return Calling(call.number, call.pk, words.phone(call.number))
    said = request.POST.get("saisie-numero") or next(
        (said for name in NUMBERS if (said := words_asked(request, name))), ""
    )
    number = read_number(said)
    return Calling(number, None, words.phone(number)) if number else None


def call_of_now(request: AgentRequest) -> Calling | None:
    """Return the call that the agent is having, as the switchboard told it."""
    call = channels.call_taken_by(request.agent.agent_id, clock.now() - RECENT)
    return Calling(call.number, call.pk, words.phone(call.number)) if call else None
