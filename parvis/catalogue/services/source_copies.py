"""Reading data sources: the call, outside any transaction, then what it gave or why it failed, in one.

A source that fails rests, longer each time: while it does, no page waits for it. A page waits for few at once, so
that a source that hangs leaves the others their threads.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from parvis.catalogue import tasks
from parvis.catalogue.errors import SourceDown
from parvis.catalogue.expressions import CONTEXT_NAMES, Context, compile_expression
from parvis.catalogue.lists.fetching import fetch_json
from parvis.catalogue.lists.lookup import parameters_of
from parvis.catalogue.lists.reading import address_with, rows_of
from parvis.catalogue.lists.wanting import Wanted
from parvis.catalogue.models import DataSource, SourceCopy
from parvis.catalogue.models.data_source import asked_with
from parvis.common import clock
from parvis.common.jobs import defer

FIRST_REST, LONGEST_REST = timedelta(seconds=15), timedelta(minutes=10)
MOST_FOR_A_PAGE = 3
LONGEST_FOR_A_PAGE = 5.0
"""Seconds that a page waits for all its sources together."""
EARLY = timedelta(minutes=6)
"""A copy is asked again that long before it is old: the job that does it runs every five minutes."""
KEPT = timedelta(days=7)
"""How long a copy asked with parameters is kept: they may say something of a person."""
# One process answers with a few threads: two may wait for sources, never all of them.
_waiting = BoundedSemaphore(2)
log = structlog.get_logger()


def refresh_copy(*, source_id: int, parameters: Mapping[str, str], seconds: float | None = None) -> bool:
    """Read a source again; say whether its copy is new. Calls the network: never inside a transaction.

    ``seconds`` shortens the wait that the source allows. A source that rests, or that went, is left alone.
    """
    source = DataSource.objects.filter(pk=source_id).first()
    if source is None or not source.url or (source.rests_until and source.rests_until > clock.now()):
        return False
    try:
        rows = read_source(source=source, parameters=parameters, seconds=seconds)
    except SourceDown as down:
        _record_failure(source_id=source_id, sentence=str(down))
        log.info("source failed", source=source.code, reason=str(down))
        return False
    _record_answer(source_id=source_id, asked=asked_with(parameters), rows=rows)
    return True


def read_source(
    *, source: DataSource, parameters: Mapping[str, str], seconds: float | None = None
) -> list[dict[str, Any]]:
    """Return what a source gives now; nothing is kept. Calls the network. Raises SourceDown."""
    wait = min(source.timeout_seconds, seconds if seconds is not None else source.timeout_seconds)
    return rows_of(source, fetch_json(address_with(source.url, parameters), seconds=wait))


def fetch_wanted(wanted: Iterable[Wanted]) -> bool:
    """Read, for a page that waits, the copies it noted; say whether one came. Raises nothing that a source causes."""
    if not _waiting.acquire(blocking=False):
        return False
    try:
        end, came = monotonic() + LONGEST_FOR_A_PAGE, False
        for each in list(wanted)[:MOST_FOR_A_PAGE]:
            left = end - monotonic()
            if left > 0:
                came |= refresh_copy(source_id=each.source_id, parameters=dict(each.parameters), seconds=left)
        return came
    finally:
        _waiting.release()


@transaction.atomic
def wake_source(*, source_id: int) -> None:
    """Let a source be called again at once, as when a builder tries it."""
    DataSource.objects.filter(pk=source_id).update(rests_until=None)


@transaction.atomic
def refresh_sources() -> None:
    """Defer the reading of the sources whose copy will soon be old, so that pages seldom wait for them.

    Those asked with what a person answers are read when they are needed.
    """
    awake = DataSource.objects.filter(
        Q(rests_until__isnull=True) | Q(rests_until__lte=clock.now()), retired_at__isnull=True
    ).exclude(url="")
    for source in awake.order_by("pk"):
        if _is_nearly_old(source):
            defer(tasks.refresh_source, lock=f"source:{source.pk}", source_id=source.pk)


def refresh_source(*, source_id: int) -> None:
    """Read again a source that is asked with nothing that a person answers, unless it was just done."""
    source = DataSource.objects.filter(pk=source_id).first()
    if source is not None and _is_nearly_old(source):
        refresh_copy(source_id=source_id, parameters=_own_parameters(source))


@transaction.atomic
def forget_copies() -> None:
    """Delete the copies not received again for a week; that of a source asked with nothing of a person stays."""
    old = SourceCopy.objects.filter(fetched_at__lt=clock.now() - KEPT)
    for source in DataSource.objects.filter(copies__in=old).distinct().order_by("pk"):
        own = [] if _reads_answers(source) else [asked_with(_own_parameters(source))]
        old.filter(source=source).exclude(asked__in=own).delete()


def _is_nearly_old(source: DataSource) -> bool:
    if _reads_answers(source):
        return False
    fresh = clock.now() + EARLY - timedelta(seconds=source.cache_seconds)
    asked = asked_with(_own_parameters(source))
    return not source.copies.filter(asked=asked, fetched_at__gt=fresh).exists()


def _own_parameters(source: DataSource) -> dict[str, str]:
    return parameters_of(source, {}, Context().values())


def _reads_answers(source: DataSource) -> bool:
    return any(
        set(compile_expression(formula).names) - CONTEXT_NAMES for formula in source.parameters.values()
    )


@transaction.atomic
def _record_answer(*, source_id: int, asked: str, rows: list[dict[str, Any]]) -> None:
    now = clock.now()
    SourceCopy.objects.update_or_create(
        source_id=source_id, asked=asked, defaults={"rows": rows, "fetched_at": now}
    )
    DataSource.objects.filter(pk=source_id).update(answered_at=now, failures=0, rests_until=None)


@transaction.atomic
def _record_failure(*, source_id: int, sentence: str) -> None:
    """Note a failure; each one in a row doubles the rest."""
    source = DataSource.objects.select_for_update(of=("self",)).get(pk=source_id)
    now = clock.now()
    rest = min(FIRST_REST * 2 ** min(source.failures, 16), LONGEST_REST)
    DataSource.objects.filter(pk=source_id).update(
        failed_at=now,
        failure=sentence[:300],
        failures=source.failures + 1,
        rests_until=now + rest,
    )
