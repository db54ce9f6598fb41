"""The one family of refusals. A middleware turns it into a page, a form error or problem+json."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal the product foresaw: a stable code for machines, a sentence for people.

    ``message`` says what happened, what was kept and what to do; ``data`` holds facts for machines and must
    carry no personal data; ``status`` is the HTTP status the outermost layer answers with, and ``headers`` what it
    adds to the answer.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: str | Promise = ""
    headers: Mapping[str, str] = {}

    def __init__(self, message: str | Promise | None = None, **data: Any) -> None:
        self.message = message or self.message
        self.data = data
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """The object does not exist for this actor: another body's object is never « forbidden »."""

    code, status = "not_found", 404


class NotAllowed(DomainError):
    """The actor sees the object but may not do this with it."""

    code, status = "not_allowed", 403


class Invalid(DomainError):
    """What was given is wrong: ``errors`` maps each field's key to its sentences."""

    code, status = "invalid", 422

    def __init__(self, errors: dict[str, list[str]], message: str | Promise | None = None) -> None:
        super().__init__(message, errors=errors)
        self.errors = errors


class TooMany(DomainError):
    """Too many attempts in too little time; ``retry_after`` is in seconds."""

    code, status = "too_many_requests", 429

    def __init__(self, message: str | Promise | None = None, *, retry_after: int = 60) -> None:
        super().__init__(message, retry_after=retry_after)
        self.retry_after = retry_after
