"""Missing pieces: asked all at once, with a date, and given back (CRPA L114-5)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.errors import WrongState
from parvis.cases.models import LegalState, PieceRequest
from parvis.cases.services.messages import attach_files
from parvis.cases.services.notices import tell_person
from parvis.cases.services.saving import move, save_case
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession


@transaction.atomic
def ask_for_pieces(
    *, case_id: UUID, labels: list[str], due_on: date, text: str, by: AgentSession, suspends: bool = True
) -> PieceRequest:
    """Ask the person for all that is missing, and set the clock accordingly.

    ``suspends`` is false for a piece that is not indispensable (L114-5-1).
    Raises Invalid, CaseNotFound, NotForThisRole, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    labels = [label.strip() for label in labels if label.strip()]
    errors: dict[str, list[str]] = {}
    if not labels:
        errors["labels"] = [_("Indiquez au moins une pièce.")]
    if due_on <= clock.today():
        errors["due_on"] = [_("Choisissez une date à venir : la personne a besoin de temps.")]
    if errors:
        raise Invalid(errors)
    request = PieceRequest(
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
    with actor.admitting(case.pk):
        request.save(force_insert=True)
        facts = {
            "request": str(request.pk),
            "count": len(labels),
            "due_on": due_on.isoformat(),
            "suspends": suspends,
        }
        journal.record(case, "pieces_asked", facts=facts)
        move(case, LegalState.WAITING_FOR_PERSON)
        save_case(case, "state")
        tell_person(case, "pieces_asked", request=request)
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
