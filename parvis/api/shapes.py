"""What endpoints take and give, as OpenAPI describes it."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, StringConstraints

from parvis.cases.models import IntakeChannel, LegalState, Outcome
from parvis.channels.models import CallState
from parvis.channels.services.calls import CallEvent
from parvis.people.models import PersonKind, PreferredChannel

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
InseeCode = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9AB][0-9]{3}$")]
Position = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,120}$")]


def _in_utc(moment: datetime) -> datetime:
    """Return a moment as PostgreSQL takes it: it knows no offset beyond 16 hours, and no year before the first."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


def _line(longest: int) -> Any:
    return Annotated[str, StringConstraints(max_length=longest, strip_whitespace=True)]


class Strict(Schema):
    """A body in which an unknown name is an error: a misspelt field is told, never dropped."""

    model_config = ConfigDict(extra="forbid")


class PersonGiven(Strict):
    """Who asks. What the answers say of the person wins."""

    kind: PersonKind = Field(PersonKind.NATURAL)
    civility: _line(20) = ""  # type: ignore[valid-type]
    first_name: _line(100) = ""  # type: ignore[valid-type]
    last_name: _line(100) = ""  # type: ignore[valid-type]
    company_name: _line(200) = ""  # type: ignore[valid-type]
    siret: Annotated[str, StringConstraints(pattern=r"^(\d{9}|\d{14})?$")] = Field(
        "", description="SIREN or SIRET, digits only."
    )
    email: _line(254) = ""  # type: ignore[valid-type]
    phone: _line(32) = Field("", description="As people write it, or +33…")  # type: ignore[valid-type]
    postal_address: Annotated[str, StringConstraints(max_length=1000)] = ""
    preferred_channel: PreferredChannel = Field(PreferredChannel.EMAIL)


class CaseGiven(Strict):
    """A case to lodge."""

    procedure: Code = Field(
        ..., description="Code of a procedure your body offers.", examples=["abattage-arbre"]
    )
    answers: dict[str, Any] = Field(
        default_factory=dict,
        description="Answers by question key, as the procedure's schema says. Files: what POST /files gave.",
    )
    person: PersonGiven | None = None
    municipality: InseeCode | None = Field(
        None, description="INSEE code, when the answers do not tell the place.", examples=["76540"]
    )
    channel: IntakeChannel = Field(
        IntakeChannel.API, description="By which way the person reached you: a call you noted is « phone »."
    )
    received_at: AwareDatetime | None = Field(
        None, description="When the person's words reached you; it starts the legal clock. Now if absent."
    )
    language: Literal["fr", "en"] = "fr"


class FileOut(Schema):
    """A file: put it whole into the answer of a question of type « file »."""

    id: UUID
    name: str
    size: int = Field(..., ge=0, description="In bytes.")
    type: str = Field(..., description="Media type, read from the content.")


class PersonOut(Schema):
    """Who asks."""

    kind: PersonKind
    name: str
    company_name: str
    siret: str
    email: str
    phone: str
    postal_address: str
    preferred_channel: PreferredChannel


class CaseLine(Schema):
    """A case in a list."""

    id: UUID
    number: str = Field(
        ..., description="Twelve digits, with a check digit: the one people say on the phone."
    )
    procedure: str
    subject: str
    state: LegalState
    outcome: Outcome | Literal[""]
    channel: IntakeChannel
    organisation: str = Field(..., description="Body that answers for the case now (its name in addresses).")
    team: str
    municipality: str | None = Field(..., description="INSEE code.")
    place: str
    latitude: float | None
    longitude: float | None
    received_at: datetime
    due_on: date | None
    ended_at: datetime | None
    changed_at: datetime


class CaseOut(CaseLine):
    """A case."""

    title: str = Field(..., description="Title of the procedure.")
    version: int = Field(..., description="Id of the version of the form the case was born under.")
    first_received_at: datetime
    person: PersonOut | None
    answers: dict[str, Any]
    agent_answers: dict[str, Any] = Field(
        ...,
        description="Answers of agents to the questions that the procedure asks them; the person sees none.",
    )
    files: list[FileOut]


class CasePage(Schema):
    """Some cases, and where the next ones start."""

    items: list[CaseLine]
    next: str | None = Field(..., description="Give it as « after » to read on; null at the end.")


class CaseFilters(Schema):
    """What narrows a list of cases."""

    state: LegalState | None = None
    procedure: Code | None = None
    received_since: Moment | None = Field(None, description="Received at that time or later, newest first.")
    changed_since: Moment | None = Field(
        None,
        description="Changed at that time or later, oldest change first. To follow changes, ask again with the last "
        "« changed_at » seen, less one minute: changes of the same minute may come in another order.",
    )
    after: Position | None = Field(None, description="« next » of the page before.")
    limit: int = Field(50, ge=1, le=100)


class ProcedureLine(Schema):
    """A procedure that your body offers."""

    code: str
    title: str
    summary: str
    category: str
    audience: list[str]
    publisher: str = Field(..., description="Body that publishes it (its name in addresses).")


class ProcedureOut(ProcedureLine):
    """A procedure with all its texts, as the definition has them."""

    version: int = Field(..., description="Number of the published version.")
    definition: dict[str, Any]


class ProcedureList(Schema):
    """The procedures that your body offers."""

    items: list[ProcedureLine]


class LinkGiven(Strict):
    """What a signed link says."""

    claims: dict[
        Annotated[str, StringConstraints(max_length=100)],
        Annotated[str, StringConstraints(max_length=500)] | int | float | bool,
    ] = Field(default_factory=dict, description="Values by the names that the procedure's prefills read.")
    days: int = Field(30, ge=1, le=366, description="For how long the link is good.")


class LinkOut(Schema):
    """A signed link."""

    address: str


class Problem(Schema):
    """A refusal (RFC 9457). « code » never changes; « errors » has the sentences of each wrong field."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: dict[str, list[str]] | None = None


class CallGiven(Strict):
    """What a switchboard tells of a call. Tell each event as often as you like, in any order."""

    call: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)] = Field(
        ..., description="Your own reference of the call, the same in all its events."
    )
    event: CallEvent
    at: Moment | None = Field(None, description="When it happened. Now if absent.")
    number: _line(200) = Field("", description="Who calls, as you have it; empty or « anonymous » if hidden.")  # type: ignore[valid-type]
    line: _line(64) = Field("", description="The number called.")  # type: ignore[valid-type]
    agent: _line(254) = Field("", description="Who took the call: the agent's e-mail or own number.")  # type: ignore[valid-type]


class CallOut(Schema):
    """A call as all its events tell it."""

    id: UUID
    state: CallState
    address: str = Field(..., description="The page to open on the screen of the agent who takes the call.")
