"""The whole of a replay: gather the cast, play each case, compare."""

from collections.abc import Callable

from django.utils import translation

from parvis.cases.replay.cast import gather_cast
from parvis.cases.replay.log import Log
from parvis.cases.replay.playing import play_case
from parvis.cases.replay.report import Report, compare
from parvis.common.errors import DomainError

Progress = Callable[[int, int | None, str], None]


def replay_log(log: Log, *, progress: Progress) -> Report:
    """Play a log and return the comparison. Each case is one transaction: stopped, it takes up where it was.

    Called as the system; each gesture is done as the agent who did it. A case that a service refuses is set aside
    with the reason, and the others go on. Raises DomainError when the cast itself cannot be made.
    """
    played, failed = 0, {}
    with translation.override("fr"):
        cast = gather_cast(log)
        for rank, told in enumerate(log.cases.values(), start=1):
            try:
                played += play_case(told, mapping=log.mapping, cast=cast)
            except DomainError as refusal:
                failed[told.id] = f"{refusal.code}: {refusal}"
            progress(rank, len(log.cases), "cases")
        return compare(log, played_now=played, failed=failed)
