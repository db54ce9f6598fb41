"""Deposits on their way: begun, saved page by page, resumed, sent once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.cases import access
from parvis.cases.errors import DraftNotFound, FormIncomplete
from parvis.cases.models import Attachment, Case, Draft, IntakeChannel
from parvis.cases.numbers import code_hash, secret_code
from parvis.cases.services.contexts import draft_context
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import register_deposit
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.engine import PageChecked
from parvis.catalogue.models import ProcedureVersion
from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.common.postgresql import rows
from parvis.organisations.models import Organisation
from parvis.outages.models import STOPS_DEPOSITS, Outage
from parvis.people.models import ChoiceSource, Person
from parvis.people.services.channel_choices import Choice, choose

_MOST_FORGOTTEN = 1000


@transaction.atomic
def begin_draft(
    *,
    organisation: Organisation,
    version: ProcedureVersion,
    person_id: UUID | None = None,
    language: str = "fr",
    known: dict[str, dict[str, Any]] | None = None,
) -> Draft:
    """Begin a deposit. The caller remembers its id as proved (session), the person its resume code.

    ``known`` is what its start says, by source (« address », « link », « identity »): prefills read it.
    """
    now = clock.now()
    draft = Draft(
        id=new_id(),
        organisation=organisation,
        version=version,
        person_id=person_id,
        language=language,
        known=known or {},
        created_at=now,
        updated_at=now,
        expires_at=now + timedelta(days=engine.compiled(version).kept_days),
    )
    draft.resume_hash = code_hash("resume", resume_code(draft.pk))
    with actor.admitting(draft.pk):
        rows.insert([draft])
    return draft


def resume_code(draft_id: UUID) -> str:
    """Return the code by which a draft is taken up on another device."""
    return secret_code("resume", draft_id)


@transaction.atomic
def save_page(*, draft: Draft, page: str, checked: PageChecked) -> Draft:
    """Keep what a page gave, right or wrong: what was refused is shown again as typed. Raises DraftNotFound.

    Here and below, ``draft`` was read with its lock (``access.get_draft``), which the request holds to its end.
    """
    _must_be_open(draft)
    draft.answers = checked.answers
    others = {key: value for key, value in draft.typed.items() if key not in checked.typed}
    at_fault = {name.partition(".")[0] for name in checked.errors}
    draft.typed = {**others, **{key: value for key, value in checked.typed.items() if key in at_fault}}
    done = [key for key in draft.pages_done if key != page]
    draft.pages_done = [*done, page] if checked.is_complete else done
    kept_for = draft.expires_at - draft.updated_at
    draft.updated_at = clock.now()
    draft.expires_at = draft.updated_at + kept_for
    draft.reminded_days = []
    rows.update(draft, "answers", "typed", "pages_done", "updated_at", "expires_at", "reminded_days")
    return draft


@transaction.atomic
def discard_draft(*, draft_id: UUID) -> None:
    """Delete a deposit its person does not want to finish; its files go with the next sweep. Raises DraftNotFound."""
    draft = access.get_draft(draft_id, lock=True, alone=True)
    _must_be_open(draft)
    draft.delete()


@transaction.atomic
def add_file(*, draft: Draft, field_key: str, file_id: UUID) -> Attachment:
    """Attach a stored file to a draft's question. Raises DraftNotFound."""
    _must_be_open(draft)
    attachment = Attachment(
        id=new_id(),
        organisation_id=draft.organisation_id,
        draft=draft,
        file_id=file_id,
        field_key=field_key,
        added_at=clock.now(),
    )
    rows.insert([attachment])
    return attachment


@transaction.atomic
def remove_file(*, draft: Draft, file_id: UUID) -> None:
    """Take a file off a draft; its content goes with the next sweep of orphans. Raises DraftNotFound."""
    _must_be_open(draft)
    Attachment.objects.filter(draft=draft, file_id=file_id).delete()


@transaction.atomic
def send_draft(
    *,
    draft: Draft,
    channel: IntakeChannel = IntakeChannel.WEB,
    contact: dict[str, Any] | None = None,
    identity: dict[str, Any] | None = None,
) -> Case:
    """Send a deposit: a double click, a lost reply or a reload gives the same case, never two.

    ``contact`` is how the person wants to be answered, ``identity`` what a provider proved of them (``read_deposit``).
    Raises DraftNotFound, FormIncomplete (with the pages at fault), NotCompetent.
    """
    if draft.corrects is not None:  # it has its own verb: ``corrections.send_correction``
        raise DraftNotFound
    if draft.case_id is None:
        form = engine.compiled(draft.version)
        context = draft_context(draft, form)
        checked = engine.check_all(form, draft.answers, context=context)
        if not checked.is_right:
            raise FormIncomplete(pages=checked.pages_at_fault, errors=checked.errors)
        deposit = read_deposit(
            version=draft.version,
            organisation=draft.organisation,
            channel=channel,
            answers=checked.answers,
            key=f"draft:{draft.pk}",
            person_id=draft.person_id,
            contact=contact,
            language=draft.language,
            context=context,
            attachments=kept_files(draft, checked.answers),
            identity=identity,
        )
        case = register_deposit(deposit=deposit)
        if draft.person_id and deposit.said and case.person:
            _keep_choice(case.person, deposit.said)
        draft.case_id, draft.answers, draft.typed = (
            case.pk,
            {},
            {},
        )  # the answers live in the case now: nowhere twice
        rows.update(draft, "case_id", "answers", "typed")
        return case
    with actor.admitting(draft.case_id):
        return access.get_case(draft.case_id)


def _keep_choice(person: Person, said: dict[str, Any]) -> None:
    """Keep what a signed-in person chose in their deposit, when it changes what they had said."""
    had = person.electronic_consent_at is not None
    consents = said["consents"] or had
    if (said["preferred"], consents) != (person.preferred_channel, had):
        choice = Choice(
            preferred_channel=said["preferred"],
            consents=consents,
            tells_opening=person.opening_agreed_at is not None,
        )
        choose(person_id=person.pk, choice=choice, source=ChoiceSource.DEPOSIT)


def kept_files(draft: Draft, answers: dict[str, Any]) -> tuple[UUID, ...]:
    """Return the attachments that the answers still name; the others stay with the draft and go with it."""
    named = set(engine.file_ids(engine.compiled(draft.version), answers))
    if not named:
        return ()
    attachments = draft.attachments.values_list("pk", "file_id")
    return tuple(key for key, file_id in attachments if str(file_id) in named)


def _must_be_open(draft: Draft) -> None:
    if draft.case_id is not None or draft.expires_at < clock.now():
        raise DraftNotFound


@transaction.atomic
def forget_expired_drafts() -> int:
    """Delete the drafts whose time is over, sent ones included, and return how many: the case has its own copy.

    None while an outage in which nobody could finish one is not settled: it will give them more time.
    """
    if Outage.objects.standing().touching(*STOPS_DEPOSITS).not_settled().exists():
        return 0
    with actor.acting_as(actor.for_system("cases.forget_drafts")):
        expired = Draft.objects.filter(expires_at__lt=clock.now()).order_by("expires_at")
        keys = list(expired.values_list("pk", flat=True)[:_MOST_FORGOTTEN])
        Attachment.objects.filter(draft__in=keys, case__isnull=False).update(draft=None)
        Draft.objects.filter(pk__in=keys).delete()
    return len(keys)
