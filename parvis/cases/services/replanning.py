"""The word to persons whose moment announced is later, since a calendar changed: each change told once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from parvis.cases.models import OPEN, Case, JournalEntry
from parvis.cases.services.notices import tell_person
from parvis.channels.gathering import gathering
from parvis.channels.queries import told_since
from parvis.common import actor
from parvis.common.errors import DomainError
from parvis.deadlines.wording import moment_in_words

NOTICE = "replanned"
log = structlog.get_logger()


def tell_replanned(*, case_ids: Sequence[UUID]) -> None:
    """Tell the persons of these cases; when one of them cannot be told, each by itself. Again without harm."""
    try:
        _tell(case_ids)
    except DomainError:
        for case_id in case_ids:
            _tell_alone(case_id)


def _tell_alone(case_id: UUID) -> None:
    try:
        _tell([case_id])
    except DomainError as refusal:
        log.warning("replanning_not_told", case=str(case_id), code=refusal.code)


@transaction.atomic
def _tell(case_ids: Sequence[UUID]) -> None:
    """Tell those whose case is open and who were not told of its last move. Raises DomainError."""
    cases = _open_cases(case_ids)
    moves = _last_moves(cases)
    told = told_since({key: moved.recorded_at for key, moved in moves.items()}, purpose=NOTICE)
    with gathering():
        for case in cases:
            if case.pk in moves and case.pk not in told:
                _tell_of(case, moves[case.pk])


def _open_cases(case_ids: Sequence[UUID]) -> list[Case]:
    """Lock the cases, so that two jobs do not tell the same person of the same move."""
    seen = Case.objects.visible_to(actor.current()).filter(pk__in=case_ids, state__in=OPEN)
    read = seen.select_related("organisation", "team", "person", "version__procedure")
    light = read.defer("version__definition", "answers", "original")
    return list(light.select_for_update(of=("self",)).order_by("pk"))


def _last_moves(cases: Iterable[Case]) -> dict[UUID, JournalEntry]:
    entries = JournalEntry.objects.filter(case__in=cases, kind="replanned").order_by("position")
    return {entry.case_id: entry for entry in entries}


def _tell_of(case: Case, moved: JournalEntry) -> None:
    to = [datetime.fromisoformat(one["to"]) for one in moved.facts["moved"] if one["to"]]
    if to:
        due = moment_in_words(timezone.localtime(min(to)))
        tell_person(case, NOTICE, due=due, calendar=moved.facts["name"])
