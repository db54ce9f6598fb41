"""The demands and drafts of persons put together or apart: moved, journalled, and the person told.

They move as that person's own things, whatever the body that treats them: the agent who merged sees no more for that.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from parvis.cases import journal
from parvis.cases.models import Case, Draft
from parvis.cases.services.alike import refuse_pair
from parvis.cases.services.indexing import index_person
from parvis.cases.services.saving import save_cases
from parvis.channels.services.send import queue_message
from parvis.common import actor
from parvis.people.access import get_merge
from parvis.people.models import Person, PersonMerge
from parvis.people.services.merging import keep_moved, moved

_CASES, _DRAFTS = "cases.Case", "cases.Draft"


def move_to_kept(*, merge_id: UUID, kept_id: UUID, absorbed_id: UUID) -> None:
    """Move the demands and drafts of an absorbed person, and note them on the merge."""
    with _as(absorbed_id):
        cases = list(_of(absorbed_id))
        drafts = list(Draft.objects.filter(person_id=absorbed_id).values_list("pk", flat=True))
        _hand(cases, kept_id, merge_id, "persons_merged")
        with actor.admitting(*drafts):
            Draft.objects.filter(pk__in=drafts).update(person_id=kept_id)
    keep_moved(merge_id=merge_id, what=_CASES, ids=[case.pk for case in cases])
    keep_moved(merge_id=merge_id, what=_DRAFTS, ids=drafts)
    index_person(absorbed_id)
    _tell(get_merge(merge_id))


def give_back(*, merge_id: UUID, kept_id: UUID, absorbed_id: UUID) -> None:
    """Give back what a merge moved and that who holds it now (``kept_id``) still has; the rest stays where it is."""
    ids, drafts = moved(merge_id=merge_id, what=_CASES), moved(merge_id=merge_id, what=_DRAFTS)
    with _as(kept_id):
        cases = list(_of(kept_id).filter(pk__in=ids))
        _hand(cases, absorbed_id, merge_id, "persons_parted")
        with actor.admitting(*drafts):
            Draft.objects.filter(pk__in=drafts, person_id=kept_id).update(person_id=absorbed_id)
    refuse_pair(one_id=get_merge(merge_id).kept_id, other_id=absorbed_id)
    _tell(get_merge(merge_id))


def received_since(merge: PersonMerge) -> int:
    """Return how many demands the actor sees came to the kept person since a merge: they stay there if it is undone."""
    came = Case.objects.filter(person_id=merge.kept_id, received_at__gt=merge.merged_at)
    return came.exclude(pk__in=moved(merge_id=merge.pk, what=_CASES)).count()


def _as(person_id: UUID) -> AbstractContextManager[None]:
    """Act as the person themselves, in the agent's name: everything of theirs, nothing of others."""
    return actor.acting_as(replace(actor.current(), person=person_id))


def _of(person_id: UUID) -> QuerySet[Case]:
    cases = Case.objects.filter(person_id=person_id).select_related("organisation", "team", "version")
    return cases.order_by("pk").defer("answers", "original").select_for_update(of=("self",))


def _hand(cases: Sequence[Case], to: UUID, merge_id: UUID, kind: str) -> None:
    for case in cases:
        journal.record(
            case, kind, facts={"merge": str(merge_id), "origin": str(case.person_id), "to": str(to)}
        )
        case.person_id = to
    if cases:
        save_cases(cases, "person")


def _tell(merge: PersonMerge) -> None:
    """Write to every address known of the two; each message says nothing of the other one's."""
    address = f"{settings.PUBLIC_URL}/mon-espace/"
    for email, language in _addresses(merge).items():
        with translation.override(language):
            facts = {"merge": merge, "undone": merge.undone_at is not None, "address": address}
            text = render_to_string("cases/notices/persons_merged.txt", facts).strip()
        subject, _rest, body = text.partition("\n")
        queue_message(about=merge.pk, channel="email", recipient=email, subject=subject, text=body.strip())


def _addresses(merge: PersonMerge) -> dict[str, str]:
    with actor.admitting(merge.kept_id, merge.absorbed_id):
        both = Person.objects.filter(pk__in=(merge.kept_id, merge.absorbed_id)).order_by("pk")
        return {person.email.strip().lower(): person.language for person in both if person.email.strip()}
