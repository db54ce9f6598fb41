"""Missing pieces: asked all at once, with a date, and given back (CRPA L114-5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.clock_kinds.silence import WITH_EFFECT
from parvis.cases.errors import WrongState
from parvis.cases.models import Case, Direction, LegalState, PieceRequest, RequestKind
from parvis.cases.services.contexts import case_context
from parvis.cases.services.messages import attach_files, write_message
from parvis.cases.services.notices import tell_person
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.saving import move, save_case
from parvis.catalogue.forms import engine
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.deadlines.errors import ClockEnded
from parvis.organisations.access import AgentSession

FARTHEST = timedelta(days=366)
"""A date asked of someone beyond that is a slip of the keyboard, which would stop a clock for years."""


@transaction.atomic
def ask_for_pieces(
    *, case_id: UUID, labels: list[str], due_on: date, text: str, by: AgentSession, suspends: bool = True
) -> PieceRequest:
    """Ask the person for all that is missing, and set the clock accordingly.

    ``suspends`` is false for a piece that is not indispensable (L114-5-1). Raises Invalid, CaseNotFound,
    NotForThisRole, WrongState, ClockEnded when the clock to suspend is over.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    with actor.admitting(case.pk):
        request = request_pieces(case, labels, due_on, text, suspends=suspends)
        save_case(case, "state")
        tell_person(case, "pieces_asked", request=request)
    return request


def request_pieces(
    case: Case, labels: list[str], due_on: date, text: str, *, suspends: bool = True
) -> PieceRequest:
    """Ask for pieces on a locked case, which the caller saves before it tells the person.

    Raises Invalid, WrongState, ClockEnded.
    """
    labels = _lines(labels, due_on, _("Indiquez au moins une pièce."))
    if suspends:
        _refuse_ended_silence(case)
    request = _request(case, labels, due_on, text, suspends=suspends)
    request.save(force_insert=True)
    journal.record(case, "pieces_asked", facts={**_facts(request), "suspends": suspends})
    move(case, LegalState.WAITING_FOR_PERSON)
    return request


def request_answers(case: Case, missing: Mapping[str, str], due_on: date) -> PieceRequest:
    """Ask for the answers that a demand taken down in short lacks, on a locked case: a demand incomplete (CRPA L114-5).

    ``missing`` are labels by question. The caller saves the case before it tells the person. Raises Invalid,
    WrongState, ClockEnded.
    """
    request = request_pieces(case, list(missing.values()), due_on, "")
    request.items = [{**item, "question": key} for key, item in zip(missing, request.items, strict=True)]
    request.save(update_fields=["items"])
    return request


def note_answers(case: Case) -> None:
    """Note on a locked case, whose answers just changed, which of those asked have come: all of them end the wait."""
    for request in case.piece_requests.select_for_update(of=("self",)).filter(answered_at=None):
        if not request.asks_answers:
            continue
        waiting, now = unanswered(case), clock.now().isoformat()
        request.items = [
            item if item["received_at"] or item["question"] in waiting else {**item, "received_at": now}
            for item in request.items
        ]
        complete = all(item["received_at"] for item in request.items)
        request.answered_at = clock.now() if complete else None
        request.save(update_fields=["items", "answered_at"])
        facts = {"request": str(request.pk), "count": len(request.items), "complete": complete}
        journal.record(case, "pieces_received", facts=facts)
        if complete and case.state == LegalState.WAITING_FOR_PERSON:
            move(case, LegalState.IN_PROGRESS)


def unanswered(case: Case) -> dict[str, str]:
    """Return the required questions that a case leaves without answer, with their labels."""
    form = engine.compiled(case.version, case.language)
    seen = engine.visibility(form, case.answers, case_context(case))
    return {
        key: one.question.label
        for key, one in seen.asked.items()
        if one.question.required and one.value is None and not one.question.children
    }


@transaction.atomic
def ask_to_mend(
    *, case_id: UUID, labels: list[str], provisions: str, due_on: date, text: str, by: AgentSession
) -> PieceRequest:
    """Invite the person to mend a defect of form, with the delay and the texts that require it (CRPA L114-6).

    No clock is suspended. Raises Invalid, CaseNotFound, NotForThisRole, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    with actor.admitting(case.pk):
        request = request_mending(case, labels, provisions, due_on, text)
        save_case(case, "state")
        tell_person(case, "mend_asked", request=request)
    return request


def request_mending(case: Case, labels: list[str], provisions: str, due_on: date, text: str) -> PieceRequest:
    """Ask to mend a defect of form on a locked case, which the caller saves before it tells the person.

    Raises Invalid, WrongState.
    """
    labels = _lines(labels, due_on, _("Dites ce qu’il faut corriger."))
    if not provisions.strip():
        raise Invalid({"provisions": [_("Citez les textes qui le demandent : la loi l’exige.")]})
    request = _request(case, labels, due_on, text, suspends=False)
    request.kind, request.provisions = RequestKind.MEND, provisions.strip()
    request.save(force_insert=True)
    journal.record(case, "mend_asked", facts=_facts(request))
    move(case, LegalState.WAITING_FOR_PERSON)
    return request


@transaction.atomic
def mend(*, request_id: UUID, case_id: UUID, text: str, files: tuple[UUID, ...] = ()) -> PieceRequest:
    """Record that the person mended what was asked, in words or by files. Raises CaseNotFound, WrongState, Invalid."""
    case = access.get_case(case_id, lock=True)
    if not (text.strip() or files):
        raise Invalid({"text": [_("Écrivez votre correction, ou ajoutez un fichier.")]})
    with actor.admitting(case.pk):
        request = PieceRequest.objects.select_for_update(of=("self",)).get(pk=request_id, case=case)
        if request.answered_at is not None or request.kind != RequestKind.MEND:
            raise WrongState
        write_message(
            case, Direction.INBOUND, text or _("Voici la correction demandée."), files, channel="web"
        )
        now = clock.now()
        request.items = [{**item, "received_at": now.isoformat()} for item in request.items]
        request.answered_at = now
        request.save(update_fields=["items", "answered_at"])
        journal.record(case, "mended", facts={"request": str(request.pk), "complete": True})
        if case.state == LegalState.WAITING_FOR_PERSON:
            move(case, LegalState.IN_PROGRESS)
        save_case(case, "state")
    return request


@transaction.atomic
def give_pieces(*, request_id: UUID, case_id: UUID, files: dict[int, tuple[UUID, ...]]) -> PieceRequest:
    """Record pieces given by the person: ``files`` maps the rank of an item to stored files.

    Once all came, the case goes back to work and its clock with it. Raises CaseNotFound, WrongState, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    if not any(files.values()):
        raise Invalid({"files": [_("Ajoutez au moins un fichier.")]})
    with actor.admitting(case.pk):
        request = PieceRequest.objects.select_for_update(of=("self",)).get(pk=request_id, case=case)
        if request.answered_at is not None:
            raise WrongState
        for rank, given in files.items():
            if given:
                attach_files(case, given, field_key=f"piece:{request.pk}:{rank}")
                request.items[rank]["received_at"] = clock.now().isoformat()
        complete = all(item["received_at"] for item in request.items)
        request.answered_at = clock.now() if complete else None
        request.save(update_fields=["items", "answered_at"])
        count = sum(len(given) for given in files.values())
        journal.record(
            case, "pieces_received", facts={"request": str(request.pk), "count": count, "complete": complete}
        )
        if complete and case.state == LegalState.WAITING_FOR_PERSON:
            move(case, LegalState.IN_PROGRESS)
        save_case(case, "state")
    return request


def _lines(labels: list[str], due_on: date, nothing: str) -> list[str]:
    """Return what is asked, blanks left out. Raises Invalid."""
    asked = [label.strip() for label in labels if label.strip()]
    errors: dict[str, list[str]] = {}
    if not asked:
        errors["labels"] = [nothing]
    if due_on <= clock.today():
        errors["due_on"] = [_("Choisissez une date à venir : la personne a besoin de temps.")]
    elif due_on > clock.today() + FARTHEST:
        errors["due_on"] = [_("Cette date est à plus d’un an : vérifiez l’année.")]
    if errors:
        raise Invalid(errors)
    return asked


def _request(case: Case, labels: list[str], due_on: date, text: str, *, suspends: bool) -> PieceRequest:
    return PieceRequest(
        id=new_id(),
        organisation_id=case.organisation_id,
        case=case,
        agent_id=actor.current().agent,
        items=[{"label": label, "received_at": None} for label in labels],
        text=text.strip(),
        suspends=suspends,
        asked_at=clock.now(),
        due_on=due_on,
    )


def _facts(request: PieceRequest) -> dict[str, Any]:
    return {"request": str(request.pk), "count": len(request.items), "due_on": request.due_on.isoformat()}


def _refuse_ended_silence(case: Case) -> None:
    """Raise ClockEnded once the delay of the administration is over: pieces no longer stop it (CRPA L114-5)."""
    silence = whole_story(case).course.silence if case.regime in WITH_EFFECT else None
    if silence and silence.ends_on and clock.today() > silence.ends_on:
        raise ClockEnded(ended_on=silence.ends_on)
