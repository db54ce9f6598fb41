"""Why a log cannot be replayed."""

from parvis.common.errors import DomainError


class UnreadableLog(DomainError):
    """The file is not a log we can read; the message says where and why."""

    code, status = "unreadable_log", 422


class BadMapping(DomainError):
    """The mapping misses something or names what does not exist; the message says which."""

    code, status = "bad_mapping", 422
