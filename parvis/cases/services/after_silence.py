"""What the person may ask once silence has decided: an attestation, reasons (CRPA L232-3, L232-4)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.cases import access, journal, tasks
from parvis.cases.clock_kinds.appeal import opposability_of
from parvis.cases.errors import ReasonsMissing, TooLateForReasons, WrongState
from parvis.cases.models import Case, Direction, Outcome
from parvis.cases.numbers import say_number
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.letters import recipient_of, service_of
from parvis.cases.services.messages import write_message
from parvis.cases.services.notices import tell_person
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.saving import save_case
from parvis.catalogue.forms import engine
from parvis.common import actor, clock, jobs
from parvis.deadlines.delays import Delay
from parvis.deadlines.wording import delay_in_words
from parvis.documents.letters import Attestation
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.documents.services import issue
from parvis.organisations.access import AgentSession


@transaction.atomic
def ask_for_attestation(*, case_id: UUID) -> Case:
    """Have the attestation of an implied acceptance made, once however often it is asked (L232-3).

    Raises CaseNotFound, WrongState when the demand was not granted by silence.
    """
    case = access.get_case(case_id, lock=True)
    if case.outcome != Outcome.IMPLIED_GRANTED:
        raise WrongState
    if not case.journal.filter(kind="attestation_asked").exists():
        journal.record(case, "attestation_asked")
        save_case(case)
        jobs.defer(tasks.make_attestation, case_id=str(case.pk))
    return case


def issue_attestation(*, case_id: UUID) -> None:
    """Issue the attestation of an implied acceptance, once, and send it. Called by a job, again without harm."""
    with transaction.atomic():
        case = access.get_case(case_id)
        if issued_documents(case.pk, DocumentKind.ATTESTATION):
            return
        theme = case.organisation.theme
        # An act of the administration is in French, whatever language its notice is in (loi 94-665).
        with translation.override("fr"):
            attestation = _attestation_of(case)
    with translation.override("fr"):
        document = issue.issue_attestation(attestation=attestation, about=case.pk, theme=theme)
    _hand_over(case_id, document)


@transaction.atomic
def _hand_over(case_id: UUID, document: IssuedDocument) -> None:
    case = access.get_case(case_id, lock=True)
    with actor.admitting(document.pk, document.file_id):
        file = document.file
        journal.record(case, "attested", facts={"document": str(document.pk), "sha256": document.sha256})
        save_case(case)
        attached = [{"name": file.name, "media_type": file.media_type, "key": file.key}]
        tell_person(case, "attested", files=attached)


def _attestation_of(case: Case) -> Attestation:
    story = whole_story(case)
    if story.implied is None:
        raise WrongState
    return Attestation(
        number=say_number(case.number),
        procedure=engine.compiled(case.version, "fr").title,
        subject=case.subject,
        received_on=timezone.localdate(case.first_received_at),
        granted_on=story.implied.on,
        delay=delay_in_words(Delay.parse(case.delay)),
        service=service_of(case),
        recipient=recipient_of(case),
    )


@transaction.atomic
def ask_for_reasons(*, case_id: UUID) -> Case:
    """Record that the person asks why silence refused; the body has one month, and the appeal waits (L232-4).

    Asked within the delay of the appeal, or at any time when that delay cannot be opposed. Raises CaseNotFound,
    WrongState, TooLateForReasons.
    """
    case = access.get_case(case_id, lock=True)
    if case.outcome != Outcome.IMPLIED_REFUSED:
        raise WrongState
    story = whole_story(case)
    if story.first("reasons_asked"):
        return case
    last = story.course.last_day_to_appeal
    if last is not None and clock.today() > last and opposability_of(story).opposable:
        raise TooLateForReasons(last_day=last)
    journal.record(case, "reasons_asked")
    save_case(case)
    return case


@transaction.atomic
def give_reasons(*, case_id: UUID, in_law: str, in_fact: str, by: AgentSession) -> Case:
    """Give the reasons of an implied rejection; the two months of the appeal then run again (L232-4, L211-5).

    Raises CaseNotFound, NotForThisRole, WrongState when nobody asked, ReasonsMissing.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_give_reasons(by, case))
    if not access.awaits_reasons(case):
        raise WrongState
    if not (in_law.strip() and in_fact.strip()):
        raise ReasonsMissing
    facts = {"law": in_law.strip(), "fact": in_fact.strip()}
    text = _("Les raisons du refus de votre demande.\n\nEn droit : %(law)s\n\nEn fait : %(fact)s") % facts
    with actor.admitting(case.pk):
        message = write_message(case, Direction.OUTBOUND, text, ())
        journal.record(case, "reasons_given", facts={"message": str(message.pk)})
        tell_person(case, "reasons", message=message, text=message.text)
        save_case(case)
        reindex_case(case)
    return case
