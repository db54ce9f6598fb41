"""Suggestions learnt by a body from its own ended demands: asked for, learnt by a job, counted. Nothing is decided."""

from django.db import transaction
from django.db.models import F

from parvis.cases import tasks
from parvis.cases.learning import LEAST, Example, learn, words_of
from parvis.cases.models import Case, LearntSorting
from parvis.cases.qualifying import Looked
from parvis.common import clock
from parvis.common.jobs import defer

MOST = 5000
"""Ended demands that are read, the latest."""
TARGETS = ("procedure", "team", "priority")


@transaction.atomic
def ask_to_learn(*, organisation_id: int) -> LearntSorting:
    """Have a body learn, now and every week. The caller has checked that the agent may."""
    asked, _made = LearntSorting.objects.get_or_create(organisation_id=organisation_id)
    defer(tasks.learn_sorting, organisation_id=organisation_id)
    return asked


@transaction.atomic
def forget_learnt(*, organisation_id: int) -> None:
    """Stop suggestions and forget what was learnt. The caller has checked that the agent may."""
    LearntSorting.objects.filter(organisation_id=organisation_id).delete()


@transaction.atomic
def learn_sorting(*, organisation_id: int) -> int:
    """Learn anew from the ended demands of a body, of it alone; return how many were read. Called by a job, as the
    system, again without harm; a body that asked for nothing learns nothing.
    """
    ended = Case.objects.filter(organisation_id=organisation_id, ended_at__isnull=False).select_related(
        "person"
    )
    found = sorted(ended.order_by("-received_at")[:MOST], key=lambda case: case.received_at)
    counts = {}
    if len(found) >= LEAST:
        words = [_words(case) for case in found]
        for target in TARGETS:
            examples = [Example(said, _label(case, target)) for said, case in zip(words, found, strict=True)]
            counts[target] = learn(examples).as_document()
    LearntSorting.objects.filter(organisation_id=organisation_id).update(
        counts=counts, cases=len(found), learnt_at=clock.now()
    )
    return len(found)


def learn_all() -> None:
    """Have every body that asked for it learn again. Called by a job every week, as the system."""
    with transaction.atomic():
        for organisation_id in LearntSorting.objects.values_list("pk", flat=True):
            defer(tasks.learn_sorting, organisation_id=organisation_id)


@transaction.atomic
def note_suggestion(*, organisation_id: int, followed: bool) -> None:
    """Count whether an agent followed a suggestion or corrected it."""
    column = "followed" if followed else "corrected"
    LearntSorting.objects.filter(organisation_id=organisation_id).update(**{column: F(column) + 1})


def _words(case: Case) -> frozenset[str]:
    person = case.person
    names = (
        [case.person_name, person.email, person.company_name, person.postal_address]
        if person
        else [case.person_name]
    )
    return words_of(Looked.at(case).text, without=names)


def _label(case: Case, target: str) -> str:
    labels = {
        "procedure": case.procedure_code,
        "team": str(case.team_id or ""),
        "priority": str(case.priority),
    }
    return labels[target]
