"""A case lodged by a machine: its answers checked as a page checks them, then the one intake door."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.api.access import KeySession
from parvis.api.errors import KeyReused
from parvis.api.services.uploads import claim_uploads
from parvis.cases.access import get_case
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import Deposit, born_of, register_deposit
from parvis.cases.services.messages import attach_files
from parvis.catalogue import queries as catalogue
from parvis.catalogue.contacts import checked_email, checked_phone
from parvis.catalogue.file_boxes import Reference, file_boxes
from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.journal import digest
from parvis.documents.models import StoredFile
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation, Territory

SLACK = timedelta(minutes=5)
"""How far ahead of ours another machine's clock may be."""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A case as a machine hands it over; ``payload`` is what it sent, kept as evidence."""

    payload: dict[str, Any]
    procedure: str
    answers: dict[str, Any]
    person: dict[str, Any] | None
    municipality: str | None
    channel: IntakeChannel
    received_at: datetime | None
    language: str


@transaction.atomic(savepoint=False)  # the endpoint's transaction ends with any refusal
def lodge_case(*, by: KeySession, demand: Demand, idempotency_key: str | None) -> tuple[Case, bool]:
    """Give birth to a case, or return the one that this key already gave; the boolean says whether it is new.

    Raises Invalid with the errors of each field, KeyReused when the key served for something else, NotCompetent.
    """
    key = _intake_key(by, idempotency_key)
    known = born_of(key) if idempotency_key else None
    if known is not None:
        return _the_same(known, demand), False
    version = _version(by.organisation, demand.procedure)
    answers, files = _with_files(by, engine.compiled(version), demand.answers)
    place = organisations.municipality_by_code(demand.municipality) if demand.municipality else None
    case = register_deposit(deposit=_deposit(by.organisation, version, answers, demand, key, place))
    if place is not None and case.municipality_id == place.pk:
        case.municipality = place
    with actor.admitting(case.pk):
        for field_key, given in files.items():
            attach_files(case, given, field_key=field_key)
    return case, True


def _intake_key(by: KeySession, idempotency_key: str | None) -> str:
    """Return the key of the deposit: a body's keys share their idempotency keys, bodies do not."""
    own = hashlib.sha256((idempotency_key or secrets.token_hex(16)).encode()).hexdigest()
    return f"api:{by.organisation.pk}:{own}"


def _the_same(known: UUID, demand: Demand) -> Case:
    """Return the case already born, to who sent the same thing. Raises KeyReused."""
    with actor.admitting(known):
        case = get_case(known)
        first = case.journal.values_list("facts", flat=True).earliest("position")
        if first["original_sha256"] != digest(demand.payload):
            raise KeyReused
        return case


def _version(body: Organisation, code: str) -> ProcedureVersion:
    try:
        return catalogue.offered_version(body, code, internal=None)
    except NotFound:
        raise Invalid({"procedure": [_("Votre organisme ne propose pas cette démarche.")]}) from None


def _with_files(
    by: KeySession, form: engine.Form, answers: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, tuple[UUID, ...]]]:
    """Return the answers with what we know ourselves of each file, and the files of each question."""
    boxes = file_boxes(form.by_key.values(), answers)
    named = [(box, ids) for box in boxes if (ids := _file_ids(box.files(answers.get(box.question.key))))]
    if not named:
        return answers, {}
    files = claim_uploads(by=by, ids={one for _box, ids in named for one in ids})
    unknown = {
        f"answers.{box.name}": [_("Ce fichier n’est pas connu. Envoyez-le d’abord par l’adresse « files ».")]
        for box, ids in named
        if not set(ids) <= set(files)
    }
    if unknown:
        raise Invalid(unknown)
    known, given = dict(answers), dict[str, tuple[UUID, ...]]()
    for box, ids in named:
        key = box.question.key
        known[key] = box.put(known[key], [_as_answer(files[one]) for one in ids])
        given[key] = (*given.get(key, ()), *ids)
    return known, given


def _file_ids(files: list[Reference]) -> list[UUID]:
    """Return the ids of the files of an answer; what has not that form is left to the form engine to refuse."""
    try:
        return [UUID(file["id"]) for file in files]
    except ValueError:
        return []


def _as_answer(file: StoredFile) -> dict[str, Any]:
    return {"id": str(file.pk), "name": file.name, "size": file.size, "type": file.media_type}


def _deposit(
    body: Organisation,
    version: ProcedureVersion,
    answers: dict[str, Any],
    demand: Demand,
    key: str,
    place: Territory | None,
) -> Deposit:
    form, context = engine.compiled(version), engine.Context(channel=demand.channel)
    checked = engine.check_all(form, answers, strict=True, context=context)
    errors = {f"answers.{name}": sentences for name, sentences in checked.errors.items()}
    if whole := _on_the_whole(form, checked, answers, context):
        errors["answers"] = whole
    person = _checked_person(demand.person or {}, errors)
    if demand.received_at and demand.received_at > clock.now() + SLACK:
        errors["received_at"] = [_("Cette date est à venir.")]
    if demand.municipality and place is None:
        errors["municipality"] = [_("Aucune commune n’a ce code INSEE ici.")]
    if errors:
        raise Invalid(errors)
    deposit = read_deposit(
        version=version,
        organisation=body,
        channel=demand.channel,
        answers=checked.answers,
        key=key,
        contact=person,
        original=demand.payload,
        received_at=demand.received_at,
        language=demand.language,
        context=context,
    )
    if place is None or deposit.municipality_id is not None:
        return deposit
    return replace(deposit, municipality_id=place.pk, place=deposit.place or place.name)


def _on_the_whole(
    form: engine.Form, checked: engine.Checked, answers: dict[str, Any], context: engine.Context
) -> list[str]:
    """Return what is wrong with no answer alone: the rules of pages, an end of the way."""
    said = [sentence for sentences in checked.broken.values() for sentence in sentences]
    end = engine.way_out(form, checked.exit, answers, context) if checked.exit else None
    return [*said, end.title] if end else said


def _checked_person(given: dict[str, Any], errors: dict[str, list[str]]) -> dict[str, Any]:
    """Return the person with contacts in their one form; what is wrong is added to the errors."""
    person = dict(given)
    for name, check in (("email", checked_email), ("phone", checked_phone)):
        if person.get(name):
            try:
                person[name] = check(person[name])
            except Invalid as invalid:
                errors[f"person.{name}"] = invalid.errors[""]
    return person
