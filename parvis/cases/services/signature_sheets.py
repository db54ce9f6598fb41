"""Documents sent to outside signature books, and what comes back.

News of a book come as ``services.outside_asks`` says.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.action_kinds import ActionFailed, NotYet, Run
from parvis.cases.models import ActionRun, Consultation, ConsultationKind, ConsultationState, RunState
from parvis.cases.numbers import say_number
from parvis.cases.outside_kinds import MOST_WAITING
from parvis.cases.services.consultations import answered, ask, go_on
from parvis.cases.services.outside_asks import notice_address
from parvis.cases.services.saving import save_case
from parvis.cases.services.signatures import document_of, flow_at, keep_signed
from parvis.cases.signature_kinds import Progress, Sheet, signature_books
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common import actor
from parvis.documents.access import open_for_download
from parvis.documents.queries import issued_documents
from parvis.documents.services.issue import issue_signed_pdf


@transaction.atomic
def sheet_of(*, given: Mapping[str, Any], key: str, case_id: UUID) -> tuple[str, Sheet]:
    """Return the document that an action sends, its id first. Raises ActionFailed as long as it is not made."""
    case = access.get_case(case_id)
    flow = workflow_of(case.version)
    places = [step.place for step in flow.steps() if step.key == given["letter"]] if flow else []
    made = ActionRun.objects.filter(case=case, place__in=places).order_by("asked_at", "pk").last()
    if made is None or made.state != RunState.DONE:
        raise NotYet(_("Le courrier à signer n’est pas encore fait."))
    known = [each for each in issued_documents(case_id) if each.facts.get("key") == str(made.pk)]
    if not known:
        raise ActionFailed(_("Le courrier à signer n’a pas été fait."), again=False)
    with open_for_download(known[0].file) as opened:
        content = opened.read()
    sheet = Sheet(
        key=key,
        address=given["address"],
        secret=given["secret"],
        name=known[0].file.name,
        sha256=known[0].sha256,
        content=content,
        signers=given["signers"],
        text=given["text"],
        notice_address=notice_address("signatures", case_id, UUID(key)),
    )
    return str(known[0].pk), sheet


def await_signature(run: Run, found: Mapping[str, Any]) -> None:
    """Have a case wait for the signature of a document that a book took."""
    ask(
        run.case,
        run.flow,
        kind=ConsultationKind.SIGNATURE,
        key=run.step.key or run.step.action.code,
        asked=[(run.case.team, None)],
        question=", ".join(found["signers"]) or found["text"],
        due_at=None,
        signing={
            name: found[name] for name in ("letter", "document", "book", "address", "secret", "reference")
        },
        known_as=UUID(found["key"]),
    )


def secret_of(case_id: UUID, signature_id: UUID) -> str:
    """Return the name of the secret that signs the notices of a document, "" when there is none."""
    row = Consultation.objects.filter(pk=signature_id, case=case_id).first()
    return row.signing.get("secret", "") if row else ""


def look_at_signature(*, case_id: UUID, signature_id: UUID) -> None:
    """Ask a book where a document stands, and write it down. Called by a job, again without harm.

    Raises ActionFailed when the book gives no answer that is understood: the job is tried again.
    """
    with transaction.atomic():
        row = Consultation.objects.filter(pk=signature_id, case=case_id).first()
        if row is None or not row.is_waiting or not row.signing.get("reference"):
            return
        number = say_number(access.get_case(case_id).number)
        signed = document_of(case_id, row)
    known = row.signing
    sheet = Sheet(key=str(row.pk), address=known["address"], secret=known["secret"])
    found = signature_books.get(known["book"]).look(sheet, known["reference"])
    if found.state == "refused":
        _refuse(case_id, signature_id, found)
    elif found.state == "signed" and signed is not None:
        name = _("Document signé %(number)s.pdf") % {"number": number}
        issued = issue_signed_pdf(
            content=found.content, name=name, about=case_id, key=str(row.pk), facts=signed.facts
        )
        who = {"signer": found.signer, "capacity": found.capacity}
        keep_signed(case_id=case_id, signature_id=signature_id, issued=issued, signed=signed, who=who)


def waiting_signatures() -> list[tuple[UUID, UUID]]:
    """Return the cases and the documents that books hold, oldest first."""
    rows = Consultation.objects.filter(
        kind=ConsultationKind.SIGNATURE, state=ConsultationState.WAITING, signing__has_key="reference"
    )
    return list(rows.values_list("case_id", "pk").order_by("asked_at")[:MOST_WAITING])


@transaction.atomic
def _refuse(case_id: UUID, signature_id: UUID, found: Progress) -> None:
    case = access.get_case(case_id, lock=True, whole=True)
    row = (
        Consultation.objects.select_related("team")
        .select_for_update(of=("self",))
        .get(pk=signature_id, case=case)
    )
    if not row.is_waiting:
        return
    with actor.admitting(case.pk):
        row.signing = {**row.signing, "signer": found.signer}
        answered(case, row, ConsultationState.REFUSED, by=None, text=found.reason)
        flow = flow_at(case)
        if flow is None or not go_on(case, flow, row):
            save_case(case)
