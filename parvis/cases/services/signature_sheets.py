"""Documents sent to outside signature books, and what comes back.

A notice of a book is only a hint: what counts is what the book answers when asked, so that notices sent twice, late or
in the wrong order change nothing. Those that never come are made up for by a sweep.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, tasks
from parvis.cases.action_kinds import ActionFailed, Run
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import ActionRun, Consultation, ConsultationKind, ConsultationState, RunState
from parvis.cases.numbers import say_number
from parvis.cases.services.consultations import answered, ask, go_on
from parvis.cases.services.saving import save_case
from parvis.cases.services.signatures import document_of, flow_at, keep_signed
from parvis.cases.signature_kinds import Progress, Sheet, signature_books
from parvis.cases.signed_calls import is_signed
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common import actor, jobs
from parvis.documents.access import open_for_download
from parvis.documents.queries import issued_documents
from parvis.documents.services.issue import issue_signed_pdf

_MOST = 500


def notice_address(case_id: UUID, signature_id: UUID) -> str:
    """Return where a signature book tells what became of a document."""
    return f"{settings.PUBLIC_URL}/api/v1/signatures/{case_id}/{signature_id}"


@transaction.atomic
def sheet_of(*, given: Mapping[str, Any], key: str, case_id: UUID) -> tuple[str, Sheet]:
    """Return the document that an action sends, its id first. Raises ActionFailed as long as it is not made."""
    case = access.get_case(case_id)
    flow = workflow_of(case.version)
    places = [step.place for step in flow.steps() if step.key == given["letter"]] if flow else []
    made = ActionRun.objects.filter(case=case, place__in=places).order_by("asked_at", "pk").last()
    if made is None or made.state != RunState.DONE:
        raise ActionFailed(_("Le courrier à signer n’est pas encore fait."))
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
        notice_address=notice_address(case_id, UUID(key)),
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


@transaction.atomic
def take_notice(*, case_id: UUID, signature_id: UUID, headers: Mapping[str, str], content: bytes) -> None:
    """Take the notice of a signature book, signed, and have the book asked. Raises CaseNotFound."""
    with actor.acting_as(actor.for_job(case_id, label="signature")):
        row = Consultation.objects.filter(pk=signature_id, case=case_id).first()
        if row is None or not is_signed(row.signing.get("secret", ""), headers, content):
            raise CaseNotFound
        jobs.defer(tasks.look_at_signature, case_id=str(case_id), signature_id=str(signature_id))


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


def look_at_waiting_signatures() -> int:
    """Have the books asked about the documents that wait; return how many."""
    with actor.acting_as(actor.for_system("cases.signatures")), transaction.atomic():
        rows = Consultation.objects.filter(
            kind=ConsultationKind.SIGNATURE, state=ConsultationState.WAITING, signing__has_key="reference"
        )
        found = list(rows.values_list("case_id", "pk").order_by("asked_at")[:_MOST])
        told = [{"case_id": str(case), "signature_id": str(pk)} for case, pk in found]
        if told:
            jobs.defer_each(tasks.look_at_signature, told)
    return len(found)


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
