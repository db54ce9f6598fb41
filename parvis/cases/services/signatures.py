"""Documents of a workflow signed by agents: asked, signed here by a typed or drawn name, issued with the signature.

What is signed is the document that an action made, by its hash. The signed one is the same words drawn again with the
signatures below, so that it stays readable by a screen reader; a file of an office program, which is not ours to draw,
gets a sheet that names it by its hash. Signing is one transaction; the document is issued by a job under a key of its
own, so that a worker killed anywhere issues one, and the workflow goes on once it is there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from parvis.cases import access, journal, tasks
from parvis.cases.action_kinds import ActionFailed, Run
from parvis.cases.models import (
    ActionRun,
    Attachment,
    Case,
    Consultation,
    ConsultationKind,
    ConsultationState,
    RunState,
)
from parvis.cases.services.consultations import (
    answer_consultation,
    answered,
    go_on,
    may_answer,
    open_consultation,
)
from parvis.cases.services.free_letters import letter_given
from parvis.cases.services.saving import save_case
from parvis.cases.services.transitions import at_work
from parvis.catalogue.workflows.definition import Workflow, workflow_of
from parvis.common import actor, clock, jobs
from parvis.common.errors import Invalid, NotFound
from parvis.documents.letters import FreeLetter, Paragraph
from parvis.documents.models import IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.documents.services.issue import issue_letter, letter_sentences
from parvis.documents.wording import moment_in_words
from parvis.organisations.access import AgentSession


def to_be_signed(run: Run, key: str) -> dict[str, Any]:
    """Return what is signed of the letter that an action makes: not known yet while its job is to come.

    Raises ActionFailed when no such letter was asked for.
    """
    places = [
        step.place for step in run.flow.steps() if step.key == key and step.action.code == "make_letter"
    ]
    asked = ActionRun.objects.filter(case=run.case, place__in=places).order_by("asked_at", "pk").last()
    if asked is None:
        raise ActionFailed(_("Le courrier à signer n’a pas été fait."), again=False)
    made = run.case.track.get("documents", {}).get(key, "") if asked.state == RunState.DONE else ""
    return {"letter": key, "document": made}


def give_to_sign(run: Run, document_id: str) -> None:
    """Give a letter just made to those who wait to sign it, and remember it under the key of its action."""
    if not run.step.key:
        return
    run.keep("documents", **{run.step.key: document_id})
    for row in _waiting(run.case, run.step.key):
        row.signing = {**row.signing, "document": document_id}
        row.save(update_fields=["signing"])


@transaction.atomic
def sign_document(
    *, case_id: UUID, consultation_id: UUID, signature: Mapping[str, Any], by: AgentSession
) -> Consultation:
    """Sign a document as an agent; ``signature`` is an accepted answer of the type « signature ».

    Raises CaseNotFound, NotFound, NotForThisRole, ConsultationClosed, Invalid (the document is not made yet).
    """
    case, _flow = at_work(case_id)
    row = open_consultation(case, consultation_id)
    access.require(may_answer(by, row))
    if row.kind != ConsultationKind.SIGNATURE:
        raise NotFound
    if row.signing.get("book"):
        raise Invalid({"suite": [_("Ce document se signe dans le parapheur externe.")]})
    if not row.signing.get("document"):
        raise Invalid({"suite": [_("Le document n’est pas encore prêt. Essayez à nouveau dans une minute.")]})
    row.signing = {
        **row.signing,
        "signer": by.name,
        "capacity": by.capacity,
        "typed": signature["name"],
        "drawing": signature["drawing"],
        "signed_at": clock.now().isoformat(),
    }
    answered(case, row, ConsultationState.GRANTED, by=by)
    save_case(case)
    jobs.defer(tasks.issue_signed, case_id=str(case.pk), consultation_id=str(row.pk))
    return row


@transaction.atomic
def suppose_answered(*, row: Consultation, text: str, granted: bool | None, by: AgentSession) -> None:
    """Answer in a trial, where no document is drawn: a signature given counts as issued.

    Raises what ``answer_consultation`` does.
    """
    if row.kind != ConsultationKind.SIGNATURE or not granted:
        answer_consultation(case_id=row.case_id, consultation_id=row.pk, text=text, granted=granted, by=by)
        return
    case, flow = at_work(row.case_id)
    row = open_consultation(case, row.pk)
    row.signing = {**row.signing, "signer": by.name, "capacity": by.capacity, "issued": "trial"}
    answered(case, row, ConsultationState.GRANTED, by=by)
    if not go_on(case, flow, row):
        save_case(case)


def issue_signed(*, case_id: UUID, consultation_id: UUID) -> None:
    """Issue the document that an agent signed, then let the workflow go on. Called by a job, again without harm."""
    with transaction.atomic():
        case = access.get_case(case_id)
        row = Consultation.objects.filter(pk=consultation_id, case=case).first()
        if row is None or row.state != ConsultationState.GRANTED or row.signing.get("issued"):
            return
        signed = document_of(case.pk, row)
        if signed is None:  # forgotten with its case meanwhile
            return
        with translation.override("fr"):  # as the document it completes
            letter = _with_signatures(case, signed, _signatures(row))
            name = _("%(title)s, signé %(number)s.pdf") % {
                "title": letter.title[:80],
                "number": letter.number,
            }
        theme = case.organisation.theme
    with translation.override("fr"):
        issued = issue_letter(letter=letter, about=case_id, key=str(consultation_id), theme=theme, name=name)
    who = {name: row.signing[name] for name in ("signer", "capacity")}
    keep_signed(case_id=case_id, signature_id=consultation_id, issued=issued, signed=signed, who=who)


def document_of(case_id: UUID, row: Consultation) -> IssuedDocument | None:
    """Return the document that is asked to be signed, None as long as it is not made."""
    named = row.signing.get("document")
    return next((each for each in issued_documents(case_id) if str(each.pk) == named), None)


@transaction.atomic
def keep_signed(
    *,
    case_id: UUID,
    signature_id: UUID,
    issued: IssuedDocument,
    signed: IssuedDocument,
    who: Mapping[str, str],
) -> None:
    """Put a signed document with its case, its hash in the journal, and go on; nothing when that was done.

    ``signed`` is what was signed, ``who`` the name and the capacity of who did.
    """
    case = access.get_case(case_id, lock=True, whole=True)
    rows = Consultation.objects.select_related("team").select_for_update(of=("self",))
    row = rows.get(pk=signature_id, case=case)
    if row.signing.get("issued") or row.state not in {ConsultationState.GRANTED, ConsultationState.WAITING}:
        return
    with actor.admitting(case.pk, issued.pk):
        row.signing = {**row.signing, **who, "issued": str(issued.pk)}
        if row.is_waiting:
            answered(case, row, ConsultationState.GRANTED, by=None)
        row.save(update_fields=["signing"])
        asked = _asked_for(case, signed)
        Attachment.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            file_id=issued.file_id,
            is_internal=bool(asked and asked.given.get("internal")),
            added_at=clock.now(),
        )
        facts = {"document": str(issued.pk), "sha256": issued.sha256, "signs": signed.sha256}
        journal.record(case, "document_signed", facts={**facts, **who, "where": row.signing.get("book", "")})
        flow = flow_at(case)
        if flow is None or not go_on(case, flow, row):
            save_case(case)


def flow_at(case: Case) -> Workflow | None:
    """Return the workflow in which a case stands, None when it left any."""
    flow = workflow_of(case.version)
    return flow if flow is not None and case.status in flow.statuses else None


def _with_signatures(case: Case, signed: IssuedDocument, signatures: Sequence[Paragraph]) -> FreeLetter:
    asked = _asked_for(case, signed)
    if asked is None or asked.given.get("model"):
        given: dict[str, Any] = {"title": _("Signature d’un document"), "text": _sheet_text(signed)}
    else:
        given = asked.given
    letter = letter_given(case, given)
    wording = [*letter_sentences(letter), *signatures]
    return FreeLetter(
        number=letter.number,
        procedure=letter.procedure,
        title=letter.title,
        paragraphs=(),
        author="",
        written_on=letter.written_on,
        service=letter.service,
        recipient=letter.recipient,
        wording=wording,
    )


def _sheet_text(signed: IssuedDocument) -> str:
    said = _("Le document « %(name)s », d’empreinte SHA-256 %(sha)s, est signé ci-dessous.")
    return said % {"name": signed.file.name, "sha": signed.sha256}


def _signatures(row: Consultation) -> list[Paragraph]:
    """Return the signatures that a document carries once this one is given: hers, and those given before."""
    beside = Consultation.objects.filter(
        case=row.case_id, ask=row.ask, turn=row.turn, state=ConsultationState.GRANTED
    )
    given = [each.signing for each in beside if each.signing.get("signed_at", "") <= row.signing["signed_at"]]
    return [_paragraph(signing) for signing in sorted(given, key=lambda each: str(each["signed_at"]))]


def _paragraph(signing: Mapping[str, Any]) -> Paragraph:
    when = moment_in_words(datetime.fromisoformat(signing["signed_at"]))
    return Paragraph(
        "signature",
        _("Signé par %(name)s") % {"name": signing["signer"]},
        items=[line for line in (signing["capacity"], _("le %(when)s") % {"when": when}) if line],
        drawing=signing["drawing"],
    )


def _asked_for(case: Case, signed: IssuedDocument) -> ActionRun | None:
    """Return the action that made a document: its key is the id of the run."""
    return ActionRun.objects.filter(case=case, pk=signed.facts["key"]).first()


def _waiting(case: Case, key: str) -> list[Consultation]:
    rows = Consultation.objects.select_for_update().filter(
        case=case, kind=ConsultationKind.SIGNATURE, state=ConsultationState.WAITING, signing__letter=key
    )
    return [row for row in rows if not row.signing.get("document")]
