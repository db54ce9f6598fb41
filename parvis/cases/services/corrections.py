"""The right to error: a demand is put right by its person, freely until it is examined, then with the service's word.

A correction is the form filled again from the answers given: a draft that corrects a case instead of becoming one.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.errors import FormIncomplete, WrongState
from parvis.cases.models import Attachment, Case, Correction, CorrectionState, Draft, LegalState
from parvis.cases.services.contexts import draft_context
from parvis.cases.services.drafts import begin_draft, kept_files
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.messages import attach_files
from parvis.cases.services.notices import tell_person
from parvis.cases.services.pieces import note_answers
from parvis.cases.services.saving import save_case
from parvis.catalogue.forms import engine
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.common.journal import digest
from parvis.organisations import queries as organisations
from parvis.organisations.access import AgentSession
from parvis.people.services.persons import PersonDetails, amend_person


@transaction.atomic
def begin_correction(*, case_id: UUID) -> Draft:
    """Open the form of a case again, filled with its answers. The caller remembers the draft's id as proved.

    Raises CaseNotFound, WrongState once it is decided.
    """
    case = access.get_case(case_id)
    if not access.can_correct(case):
        raise WrongState
    draft = begin_draft(
        organisation=case.organisation,
        version=case.version,
        person_id=case.person_account,
        language=case.language,
    )
    with actor.admitting(draft.pk):
        form = engine.compiled(case.version)
        draft.answers, draft.corrects = case.answers, case.pk
        seen = engine.visibility(form, draft.answers, draft_context(draft, form))
        draft.pages_done = [page.key for page in seen.pages]
        draft.save(update_fields=["answers", "corrects", "pages_done"])
        _lend_files(case, draft, form)
    return draft


@transaction.atomic
def send_correction(*, draft_id: UUID, why: str = "") -> Correction:
    """Send a correction, once however often: it applies at once until examination starts, then it is proposed.

    Raises DraftNotFound, FormIncomplete (with the pages at fault), CaseNotFound, WrongState, Invalid when nothing
    changed.
    """
    draft = access.get_draft(draft_id, lock=True)
    known = Correction.objects.filter(draft_id=draft.pk).first()
    if known is not None:
        return known
    if draft.corrects is None:
        raise WrongState
    case = access.get_case(draft.corrects, lock=True)
    if not access.can_correct(case):
        raise WrongState
    form = engine.compiled(draft.version)
    checked = engine.check_all(form, draft.answers, context=draft_context(draft, form))
    if not checked.is_right:
        raise FormIncomplete(pages=checked.pages_at_fault, errors=checked.errors)
    if checked.answers == case.answers:
        raise Invalid({"": [_("Rien n’a changé : corrigez au moins une réponse, ou revenez en arrière.")]})
    correction = _correction(case, draft, checked.answers, why)
    with actor.admitting(case.pk):
        correction.save(force_insert=True)
        _take_files(case, draft, checked.answers)
        if case.state == LegalState.RECEIVED or _completes(case, checked.answers):
            apply_correction(case, correction)
        else:
            journal.record(case, "correction_proposed", facts={"correction": str(correction.pk)})
            save_case(case)
        draft.case_id, draft.answers, draft.typed = case.pk, {}, {}
        draft.save(update_fields=["case_id", "answers", "typed"])
    return correction


@transaction.atomic
def complete_for_person(
    *,
    case_id: UUID,
    key: UUID,
    answers: dict[str, Any],
    by: AgentSession,
    files: Mapping[str, Sequence[UUID]] | None = None,
) -> Correction:
    """Give the answers that a demand taken down in short lacks, as its person tells them to an agent; once a ``key``.

    What the person said before does not change. Raises CaseNotFound, NotForThisRole, WrongState, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    known = Correction.objects.filter(draft_id=key).first()
    if known is not None:
        return known
    if not access.can_correct(case):
        raise WrongState
    added = {name: value for name, value in answers.items() if name not in case.answers}
    if not added:
        raise Invalid({"": [_("Donnez au moins une réponse.")]})
    correction = Correction(
        id=new_id(),
        organisation_id=case.organisation_id,
        case=case,
        state=CorrectionState.PROPOSED,
        answers=case.answers | added,
        draft_id=key,
        made_at=clock.now(),
        agent_id=by.agent_id,
    )
    with actor.admitting(case.pk):
        correction.save(force_insert=True)
        for question, stored in (files or {}).items():
            attach_files(case, tuple(stored), field_key=question)
        apply_correction(case, correction)
    return correction


@transaction.atomic
def settle_correction(
    *, correction_id: UUID, case_id: UUID, by: AgentSession, refusal: str = ""
) -> Correction:
    """Accept a correction proposed while the demand is examined, or say why not (``refusal``).

    Raises CaseNotFound, NotForThisRole, WrongState when it is settled already.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    with actor.admitting(case.pk):
        correction = Correction.objects.select_for_update(of=("self",)).get(pk=correction_id, case=case)
        if correction.state != CorrectionState.PROPOSED:
            raise WrongState
        correction.agent_id = by.agent_id
        if not refusal.strip():
            apply_correction(case, correction)
        else:
            _refuse(case, correction, refusal.strip())
    return correction


def apply_correction(case: Case, correction: Correction) -> None:
    """Make the corrected answers those of a locked case: a new version; the former ones stay in theirs."""
    before = case.answers
    correction.number = 2 + Correction.objects.filter(case=case, number__gt=0).count()
    correction.state, correction.settled_at = CorrectionState.APPLIED, clock.now()
    correction.save(update_fields=["number", "state", "settled_at", "agent"])
    case.answers = correction.answers
    changed = _copied(case)
    keys = sorted(key for key in {*before, *case.answers} if before.get(key) != case.answers.get(key))
    facts: dict[str, Any] = {
        "correction": str(correction.pk),
        "version": correction.number,
        "answers_sha256": digest(case.answers),
        "questions": keys,
    }
    journal.record(case, "corrected", facts=facts)
    note_answers(case)
    save_case(case, "answers", "state", *changed)
    reindex_case(case)


def _completes(case: Case, answers: dict[str, Any]) -> bool:
    """Say whether a correction only gives answers that were asked: nothing that was said changes."""
    asked = any(one.asks_answers for one in case.piece_requests.filter(answered_at=None))
    return asked and all(_still_says(answers.get(key), value) for key, value in case.answers.items())


def _still_says(now: Any, before: Any) -> bool:
    """Say whether an answer says what it said, one of several parts (a person) being completed or not."""
    if isinstance(now, dict) and isinstance(before, dict):
        return all(now.get(part) == said for part, said in before.items() if said)
    return bool(now == before)


def _refuse(case: Case, correction: Correction, refusal: str) -> None:
    correction.state, correction.refusal = CorrectionState.REFUSED, refusal
    correction.settled_at = clock.now()
    correction.save(update_fields=["state", "refusal", "settled_at", "agent"])
    journal.record(
        case, "correction_refused", facts={"correction": str(correction.pk)}, personal={"reason": refusal}
    )
    save_case(case)
    tell_person(case, "correction_refused", refusal=refusal)


def _copied(case: Case) -> list[str]:
    """Copy out of the answers what a case holds in its own columns; return their names. Its person's too."""
    form = engine.compiled(case.version)
    found = engine.extract(form, case.answers)
    place = organisations.municipality_by_code(found.municipality) if found.municipality else None
    case.subject = engine.subject(form, case.answers)[:250]
    case.municipality_id = place.pk if place else None
    case.place = (found.place or (place.name if place else ""))[:250]
    case.latitude, case.longitude = found.latitude, found.longitude
    if case.person_id and found.person:
        with actor.admitting(case.person_id):
            person = amend_person(person_id=case.person_id, details=PersonDetails.of(found.person))
            case.person_name = person.display_name[:250]
    return ["subject", "municipality", "place", "latitude", "longitude", "person_name"]


def _correction(case: Case, draft: Draft, answers: dict[str, Any], why: str) -> Correction:
    return Correction(
        id=new_id(),
        organisation_id=case.organisation_id,
        case=case,
        state=CorrectionState.PROPOSED,
        answers=answers,
        why=why.strip()[:2000],
        draft_id=draft.pk,
        made_at=clock.now(),
    )


def _lend_files(case: Case, draft: Draft, form: engine.Form) -> None:
    """Attach the files the answers name to the draft too, so that its pages show them."""
    named = set(engine.file_ids(form, case.answers))
    given = [each for each in case.attachments.all() if str(each.file_id) in named and not each.is_internal]
    Attachment.objects.bulk_create(
        Attachment(
            organisation_id=draft.organisation_id,
            draft=draft,
            file_id=each.file_id,
            field_key=each.field_key,
            added_at=each.added_at,
        )
        for each in given
    )


def _take_files(case: Case, draft: Draft, answers: dict[str, Any]) -> None:
    """Attach to the case the files that are new; those it had stay, whatever became of the answer."""
    held = set(case.attachments.values_list("file_id", flat=True))
    kept = Attachment.objects.filter(pk__in=kept_files(draft, answers)).exclude(file_id__in=held)
    kept.update(case=case, organisation_id=case.organisation_id)
