"""Signatures asked of other people: a link by e-mail, one reminder, an answer. The demand never waits for them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from parvis.cases import access, journal
from parvis.cases.errors import CoSignatureClosed
from parvis.cases.models import Case, CoSignature, CoSignatureState
from parvis.cases.services.saving import save_case
from parvis.catalogue.forms import engine
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock

_SALT = "cases.co_signature"
_LONGEST = timedelta(days=400)
"""No signature is asked for longer; what was deleted opens nothing anyway."""
_MOST = 500
"""Reminders sent in one transaction."""


def journal_co_signers(case: Case) -> list[engine.CoSigner]:
    """Return those whom the answers of a case being born ask to sign, once journalled."""
    form = engine.compiled(case.version, case.language)
    found = engine.co_signers(form, case.answers)
    for signer in found:
        journal.record(
            case, "co_signature_asked", facts={"question": signer.question}, personal={"name": signer.name}
        )
    return found


def ask_co_signers(case: Case, signers: list[engine.CoSigner]) -> None:
    """Write to the people asked to sign a case just born, inside its transaction."""
    for signer in signers:
        co_signature = _row(case, signer)
        with actor.admitting(case.pk, co_signature.pk):
            co_signature.save(force_insert=True)
            _write(co_signature, case, "co_signature_asked")


def sign_link(co_signature_id: UUID) -> str:
    """Return the whole address at which a person signs. It opens that signature and nothing else."""
    return f"{settings.PUBLIC_URL}/cosigner/{signing.dumps(str(co_signature_id), salt=_SALT)}/"


def read_sign_link(token: str) -> UUID | None:
    """Return the signature of a link, or None when we did not make it, or it is too old."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=_LONGEST))
    except signing.BadSignature:
        return None


@transaction.atomic
def give_co_signature(*, co_signature_id: UUID, signature: dict[str, Any]) -> CoSignature:
    """Keep the signature of a person asked; ``signature`` is an accepted answer of the type « signature ».

    Raises CoSignatureNotFound, CoSignatureClosed.
    """
    return _answer(co_signature_id, CoSignatureState.SIGNED, "co_signed", signature)


@transaction.atomic
def refuse_co_signature(*, co_signature_id: UUID) -> CoSignature:
    """Keep that a person asked will not sign. Raises CoSignatureNotFound, CoSignatureClosed."""
    return _answer(co_signature_id, CoSignatureState.REFUSED, "co_signature_refused", {})


def remind_co_signers() -> int:
    """Send the reminders due now, and return how many. Running it again sends none twice."""
    with actor.acting_as(actor.for_system("cases.remind_co_signers")):
        sent = 0
        while done := _remind_some():
            sent += done
        return sent


@transaction.atomic
def mark_unreachable(*, co_signature_id: UUID) -> None:
    """Keep that the message never arrived, so that an agent or the person gives another address or another way."""
    found = CoSignature.objects.filter(pk=co_signature_id, state=CoSignatureState.WAITING).first()
    if found is None:  # the message was about something else, or the person signed anyway
        return
    with actor.admitting(found.pk, found.case_id):
        found.unreachable = True
        found.save(update_fields=["unreachable"])
        case = access.get_case(found.case_id, lock=True)
        journal.record(
            case, "co_signature_lost", facts={"question": found.question}, personal={"name": found.name}
        )
        save_case(case)


def _row(case: Case, signer: engine.CoSigner) -> CoSignature:
    now = clock.now()
    remind_at = now + timedelta(days=signer.remind_after) if signer.remind_after < signer.days else None
    return CoSignature(
        organisation_id=case.organisation_id,
        case=case,
        question=signer.question,
        name=signer.name,
        email=signer.email,
        statement=signer.statement,
        share_answers=signer.share_answers,
        asked_at=now,
        remind_at=remind_at,
        expires_at=now + timedelta(days=signer.days),
    )


def _answer(
    co_signature_id: UUID, state: CoSignatureState, kind: str, signature: dict[str, Any]
) -> CoSignature:
    with actor.admitting(co_signature_id):
        co_signature = access.get_co_signature(co_signature_id, lock=True)
    if not co_signature.is_open:
        raise CoSignatureClosed
    with actor.admitting(co_signature.pk, co_signature.case_id):
        co_signature.state, co_signature.signature = state, signature
        co_signature.answered_at, co_signature.remind_at = clock.now(), None
        co_signature.save(update_fields=["state", "signature", "answered_at", "remind_at"])
        case = access.get_case(co_signature.case_id, lock=True)
        personal = {"name": co_signature.name, **({"signature": signature} if signature else {})}
        journal.record(case, kind, facts={"question": co_signature.question}, personal=personal)
        save_case(case)
    return co_signature


@transaction.atomic
def _remind_some() -> int:
    """Send some of the reminders due: the message and its mark are one transaction."""
    due = CoSignature.objects.select_for_update(of=("self",), skip_locked=True).filter(
        remind_at__lte=clock.now()
    )
    rows = list(due.select_related("case__version", "case__organisation").order_by("remind_at", "pk")[:_MOST])
    for row in rows:
        row.remind_at = None
        row.save(update_fields=["remind_at"])
        if row.is_open and row.case.ended_at is None:
            _write(row, row.case, "co_signature_reminder")
    return len(rows)


def _write(co_signature: CoSignature, case: Case, notice: str) -> None:
    context = {
        "signer": co_signature,
        "asker": case.person_name,
        "title": engine.compiled(case.version, case.language).title,
        "link": sign_link(co_signature.pk),
        "until": co_signature.expires_at,
        "body": case.organisation,
    }
    with translation.override(case.language):
        written = render_to_string(f"cases/notices/{notice}.txt", context).strip()
    subject, _line, text = written.partition("\n")
    queue_message(
        about=co_signature.pk,
        channel="email",
        recipient=co_signature.email,
        subject=subject,
        text=text.strip(),
        sender_name=case.organisation.name,
    )
