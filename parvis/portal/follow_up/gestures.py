"""What a person can do with their demand: write, give the pieces asked, take it back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.cases import access
from parvis.cases.errors import WrongState
from parvis.cases.models import Case
from parvis.cases.services.after_silence import ask_for_attestation, ask_for_reasons
from parvis.cases.services.corrections import begin_correction
from parvis.cases.services.messages import write_as_person
from parvis.cases.services.pieces import give_pieces, mend
from parvis.cases.services.treatment import withdraw_case
from parvis.common import proofs
from parvis.common.errors import DomainError, Invalid
from parvis.documents.errors import RefusedFile
from parvis.documents.services.store import store_file
from parvis.portal.bodies import speak_as
from parvis.portal.follow_up.opening import of_a_demand
from parvis.portal.follow_up.page import MOST_BYTES, MOST_FILES, case_context
from parvis.portal.visits import limit

LONGEST = 10_000
Errors = list[dict[str, str]]


@require_POST
@of_a_demand
def write(request: HttpRequest, case: Case) -> HttpResponse:
    """Send a message, with files. What was typed stays on the page when something is refused."""
    if not access.can_write(case):
        raise WrongState
    limit(request, "portal.write", most=60, seconds=3600)
    text = request.POST.get("text", "")
    errors: Errors = []
    if not text.strip():
        errors.append({"id": "text", "text": _("Écrivez votre message.")})
    elif len(text) > LONGEST:
        errors.append({"id": "text", "text": _("Ce message est trop long : 10 000 caractères au plus.")})
    files = () if errors else _store(request.FILES.getlist("files"), "files", errors)
    if errors:
        return _refuse(request, case, errors, text)
    write_as_person(case_id=case.pk, text=text, files=files)
    messages.success(request, _("Votre message est envoyé."))
    return redirect("portal:case", case.number)


@require_POST
@of_a_demand
def give(request: HttpRequest, case: Case, request_id: UUID) -> HttpResponse:
    """Give the pieces asked, in one or several times. A file refused does not cost the others."""
    limit(request, "portal.write", most=60, seconds=3600)
    errors: Errors = []
    given = _pieces(request, case, request_id, errors)
    if given:
        try:
            answered = give_pieces(request_id=request_id, case_id=case.pk, files=given)
        except DomainError as refusal:
            return _refuse(request, case, [{"id": "", "text": str(refusal)}])
        messages.success(request, _received(complete=answered.answered_at is not None))
    elif not errors:
        errors.append({"id": "", "text": _("Ajoutez au moins un fichier.")})
    if errors:
        return _refuse(request, access.get_case(case.pk), errors)
    return redirect("portal:case", case.number)


@require_POST
@of_a_demand
def mend_form(request: HttpRequest, case: Case, request_id: UUID) -> HttpResponse:
    """Mend a defect of form, in words or by files."""
    limit(request, "portal.write", most=60, seconds=3600)
    errors: Errors = []
    files = _store(request.FILES.getlist("mend-files"), "mend-files", errors)
    text = request.POST.get("mend-text", "")[:LONGEST]
    if not errors:
        try:
            mend(request_id=request_id, case_id=case.pk, text=text, files=files)
        except Invalid as refusal:
            errors = [{"id": "mend-text", "text": said} for said in refusal.errors["text"]]
    if errors:
        return _refuse(request, access.get_case(case.pk), errors)
    messages.success(request, _("Nous avons reçu votre correction."))
    return redirect("portal:case", case.number)


@require_POST
@of_a_demand
def correct(request: HttpRequest, case: Case) -> HttpResponse:
    """Open the answers again to put them right."""
    limit(request, "portal.correct", most=20, seconds=3600)
    draft = begin_correction(case_id=case.pk)
    proofs.remember(request.session, draft.pk)
    return redirect("portal:draft_review", draft.pk)


@require_POST
@of_a_demand
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    """Take the demand back."""
    if not access.can_withdraw(case):
        raise WrongState
    withdraw_case(case_id=case.pk)
    messages.success(request, _("Votre demande est retirée. Plus personne ne l’examine."))
    return redirect("portal:case", case.number)


@require_POST
@of_a_demand
def ask_attestation(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for the attestation of an acceptance by silence."""
    ask_for_attestation(case_id=case.pk)
    messages.success(request, _("Votre attestation se prépare. Elle arrive ici dans un instant."))
    return redirect("portal:case", case.number)


@require_POST
@of_a_demand
def ask_reasons(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask why silence refused."""
    ask_for_reasons(case_id=case.pk)
    messages.success(
        request, _("Votre demande est transmise au service. Il vous doit les raisons dans le mois.")
    )
    return redirect("portal:case", case.number)


def _pieces(
    request: HttpRequest, case: Case, request_id: UUID, errors: Errors
) -> dict[int, tuple[UUID, ...]]:
    """Store the files of the pieces asked and not yet given; another box is not looked at."""
    asked = case.piece_requests.filter(pk=request_id).first()
    ranks = [rank for rank, item in enumerate(asked.items) if not item["received_at"]] if asked else []
    stored = {rank: _store(request.FILES.getlist(f"piece-{rank}"), f"piece-{rank}", errors) for rank in ranks}
    return {rank: files for rank, files in stored.items() if files}


def _received(*, complete: bool) -> str:
    if complete:
        return _("Nous avons reçu toutes les pièces. Nous reprenons l’examen de votre demande.")
    return _("Nous avons reçu vos fichiers. Il manque encore des pièces.")


def _store(uploads: Iterable["UploadedFile[Any]"], box: str, errors: Errors) -> tuple[UUID, ...]:
    """Store files; a refusal is added to ``errors`` and the others are kept."""
    stored = []
    for upload in list(uploads)[:MOST_FILES]:
        try:
            stored.append(store_file(name=upload.name or "", content=upload, max_size=MOST_BYTES).pk)
        except RefusedFile as refusal:
            sentence = _("« %(name)s » : %(why)s") % {"name": upload.name, "why": refusal}
            errors.append({"id": box, "text": sentence})
    return tuple(stored)


def _refuse(request: HttpRequest, case: Case, errors: Errors, text: str = "") -> HttpResponse:
    speak_as(request, case.organisation)
    context = case_context(case, errors=errors, text=text)
    return render(request, "portal/follow_up/case.html", context, status=Invalid.status)
