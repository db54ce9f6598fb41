"""What makes the suite strict beyond pytest's own options."""

import random
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test import Client

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_READS = re.compile(
    r"\s*(SELECT|WITH|SHOW|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|FETCH|DECLARE|CLOSE)\b", re.IGNORECASE
)
_WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE
)
# A visit may open its session, count its attempts, note a sign-in, a key's use or who looked at a person, keep the copy
# of a list it waited for and how its source is: the visit, not the business.
_WRITABLE = re.compile(
    r"^(django_session|common_throttle|api_apikey|axes_\w+|catalogue_sourcecopy|catalogue_datasource|people_personlook)$"
)


class StrictClient(Client):
    """Django's client, on which a request that only asks may not write (STYLE §3.4, rule 6)."""

    def request(self, **request: Any) -> Any:
        """Send one request, refusing SQL that writes when the method is GET, HEAD or OPTIONS."""
        if request.get("REQUEST_METHOD", "GET") not in _SAFE_METHODS:
            return super().request(**request)
        with connection.execute_wrapper(refuse_writes):
            return super().request(**request)


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Fail on a statement that writes outside the tables of a visit."""
    if not _only_reads(sql):
        raise AssertionError(f"a GET writes: {sql[:300]}")
    return execute(sql, params, many, context)


def _only_reads(sql: str) -> bool:
    statement = re.sub(r"\b(FOR|FOR\s+NO\s+KEY|DO)\s+UPDATE\b", "", str(sql), flags=re.IGNORECASE)
    written = [table for _, table in _WRITES.findall(statement)]
    if written:
        return all(_WRITABLE.match(table) for table in written)
    return bool(_READS.match(statement))


def shuffle_unordered_querysets(patch: Any) -> None:
    """Give the rows of every queryset without an order in a random one, as PostgreSQL is free to do.

    The order comes from ``random``, which pytest-randomly seeds: a failure can be had again.
    """
    fetch_all = QuerySet._fetch_all

    def shuffled(queryset: QuerySet[Any]) -> None:
        fresh = queryset._result_cache is None
        fetch_all(queryset)
        if fresh and not queryset.ordered and not queryset.query.is_sliced:
            random.shuffle(queryset._result_cache)

    patch.setattr(QuerySet, "_fetch_all", shuffled)
