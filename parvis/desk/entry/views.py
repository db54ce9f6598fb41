"""Entering a case: choose the procedure, fill the sheet, read the receipt aloud."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases import access
from parvis.cases.models import Case, IntakeChannel
from parvis.cases.numbers import say_number, secret_code
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.entry import Call, lodge_for_person
from parvis.cases.services.notices import address_of
from parvis.cases.services.spoken_receipts import send_by_sms
from parvis.catalogue import blocks
from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.catalogue.lists.wanting import may_be_made_again
from parvis.catalogue.models import ProcedureVersion
from parvis.common import actor
from parvis.common.errors import DomainError, Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry import offers, speakers
from parvis.desk.entry.calling import call_of_now, calling
from parvis.desk.entry.forms import SHORT, EntryForm
from parvis.desk.entry.sheet import Sheet, few_needed, prefilled, read_sheet
from parvis.desk.entry.sheet import for_agents as eased
from parvis.desk.entry.shown import block_context, sheet_context
from parvis.desk.frame import frame, words_asked
from parvis.documents.queries import issued_documents
from parvis.organisations.models import Organisation
from parvis.ui.words import language, phone

SHORTEN, LENGTHEN, SHORT_KEY = "raccourcir", "allonger", "entry_short"
LIGHTLY = ("search_field", "remove_file", blocks.ADD, blocks.REMOVE, SHORTEN, LENGTHEN)
"""Buttons that only show the sheet again: a commune was searched, a file taken off, a row added, less or more asked."""


@require_safe
def choose(request: AgentRequest) -> HttpResponse:
    """Choose the body and the procedure, once one knows who speaks. Raises ReceivesNobody."""
    body = offers.body_in_use(request)
    words, asked = words_asked(request), words_asked(request, "commune")
    who, call = speakers.chosen(request), calling(request)
    context = {
        "body": body,
        "bodies": offers.bodies_to_choose(request, asked),
        "many_bodies": len(offers.received(request)) > offers.FEW_BODIES,
        "asked": asked,
        "words": words,
        "call": call,
        "carried": offers.carried(who, call),
        "call_only": offers.carried(None, call),
        "also": call.query if call else "",
        **speakers.around(who, call, words),
        "offers": offers.offered(body, words),
        "recent": [] if words else offers.recent(request, body),
    }
    if request.htmx:
        return render(request, "desk/entry/offers.html", context)
    return render(request, "desk/entry/choose.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def enter(request: AgentRequest, slug: str, code: str) -> HttpResponse:
    """Fill the sheet of a procedure and register it once. Raises NotFound."""
    body = offers.body_of(request, slug)
    version = catalogue.published_version(catalogue.find_procedure(body, code))
    is_short = _is_short(request)
    form = eased(engine.compiled(version, language()), short=is_short)
    lightly = any(name in request.POST for name in LIGHTLY) or "X-Autosave" in request.headers
    if "search_field" in request.POST and not request.FILES:
        may_be_made_again()
    who, call = speakers.shown(request), calling(request)
    few = few_needed(form) if is_short else None
    known = speakers.own_answers(form, who, call)
    sheet = _read(request, form, body, lightly=lightly, known=known, few=few)
    if "X-Autosave" in request.headers:
        return JsonResponse({"shown": sorted(sheet.shown.questions), **engine.server_part(sheet.logic)})
    if "X-Rows" in request.headers:
        return _block(request, sheet, body, code)
    own = EntryForm(request, form, lightly=lightly, who=who, call=call, short=few is not None)
    if own.is_valid() and sheet.is_complete:
        case = _lodge(request, own, sheet, version, body)
        if case is not None:
            offers.remember(request, body, code, case.pk)
            speakers.note_contact(request, case)
            request.session[speakers.CHANNEL_KEY] = case.channel
            return redirect("desk:entered", case.number)
    context = sheet_context(own, sheet, request.POST, body, code) | {
        "body": body,
        "title": form.title,
        "who": who,
        "call": call,
        "carried": offers.carried(who, call),
        "call_only": offers.carried(None, call),
        "unknown": False,
    }
    wrong = own.errors or sheet.errors or sheet.on_the_whole
    status = 422 if own.is_bound and wrong else 200
    return render(request, "desk/entry/sheet.html", frame(request, **context), status=status)


@require_safe
def call(request: AgentRequest) -> HttpResponse:
    """Open the entry on whoever calls: a switchboard, or a soft-phone, opens this address. Raises ReceivesNobody.

    « number » (or « numero ») is who calls, « appel » the call that the switchboard told of; with neither, the call
    that the agent took last.
    """
    offers.received(request)
    now = calling(request) or call_of_now(request)
    request.session[speakers.CHANNEL_KEY] = IntakeChannel.PHONE.value
    asked = dict(now.carried) if now else {}
    known = speakers.callers(now.number) if now and now.number else []
    chosen = speakers.chosen(request)
    if chosen is not None:
        asked["personne"] = str(chosen.pk)
    elif len(known) == 1:
        asked["personne"] = str(known[0].person.pk)
    elif known and now:
        asked["q"] = now.words
    return redirect(f"{reverse('desk:entry')}?{urlencode(asked)}" if asked else "desk:entry")


@require_safe
def choices(request: AgentRequest, slug: str, code: str, name: str) -> JsonResponse:
    """Propose what a list of the sheet holds for some words; the sheet's own answers are not known here."""
    version = catalogue.published_version(catalogue.find_procedure(offers.body_of(request, slug), code))
    form = engine.compiled(version, language())
    return JsonResponse({"options": engine.suggestions(form, name, words_asked(request), {})})


@require_safe
def entered(request: AgentRequest, number: str) -> HttpResponse:
    """Show what to tell the person: number, code, date. Raises CaseNotFound."""
    with actor.admitting(*offers.entered(request)):
        case = access.get_case_by_number(number)
        documents = issued_documents(case.pk)
    context = {
        "case": case,
        "number": say_number(case.number),
        "follow_up_code": secret_code("follow-up", case.pk),
        "documents": documents,
        "sees_case": _sees(case.pk),
        "mobile": phone(address_of(case.person, "sms")) if case.person else "",
    }
    return render(request, "desk/entry/entered.html", frame(request, **context))


@require_POST
def send_sms(request: AgentRequest, number: str) -> HttpResponse:
    """Send the number and the code to the person's mobile. Raises CaseNotFound, NotForThisRole."""
    with actor.admitting(*offers.entered(request)):
        case = access.get_case_by_number(number)
        try:
            sent_to = phone(send_by_sms(case_id=case.pk, by=request.agent))
        except Invalid as refusal:
            messages.error(request, str(refusal.errors[""][0]))
        else:
            messages.success(request, _("Le numéro et le code partent par SMS au %(to)s.") % {"to": sent_to})
    return redirect("desk:entered", case.number)


def _is_short(request: AgentRequest) -> bool:
    """Say whether the agent takes down a few answers only: as they asked, else as the last time."""
    if SHORTEN in request.POST or LENGTHEN in request.POST:
        request.session[SHORT_KEY] = SHORTEN in request.POST
    elif request.method == "POST":
        return request.POST.get("saisie-court") == SHORT
    return bool(request.session.get(SHORT_KEY))


def _read(
    request: AgentRequest,
    form: engine.Form,
    body: Organisation,
    *,
    lightly: bool,
    known: dict[str, Any],
    few: frozenset[str] | None,
) -> Sheet:
    channel = request.POST.get("saisie-voie") or request.session.get(
        speakers.CHANNEL_KEY, IntakeChannel.PHONE.value
    )
    context = engine.Context(channel=channel)
    if request.method != "POST":
        return Sheet(form, answers=prefilled(form, body) | known, context=context, few=few)
    complete = not lightly and "saisie-incomplet" not in request.POST and few is None
    return read_sheet(
        form,
        request.POST,
        request.FILES,
        complete=complete,
        context=context,
        answers=prefilled(form, body) if few else None,
        few=few,
    )


def _block(request: AgentRequest, sheet: Sheet, body: Organisation, code: str) -> HttpResponse:
    """Answer the script with the block whose row it added or removed, nothing when the sheet must be sent whole."""
    name = request.POST.get(blocks.ADD) or request.POST.get(blocks.REMOVE, "")
    context = block_context(sheet, name.partition(".")[0], request.POST, body, code)
    return render(request, "desk/entry/block.html", context) if context else HttpResponse(status=204)


def _lodge(
    request: AgentRequest, own: EntryForm, sheet: Sheet, version: ProcedureVersion, body: Organisation
) -> Case | None:
    """Register the sheet; a refusal is written under the agent's part, and None returned."""
    deposit = read_deposit(
        version=version,
        organisation=body,
        channel=IntakeChannel(own.cleaned_data["voie"]),
        answers=sheet.answers,
        key=f"desk:{request.agent.agent_id}:{own.key()}",
        contact=own.contact(),
        received_at=own.received_at(),
        context=sheet.context,
    )
    deposit = speakers.of_chosen(request, own.without_nobody(deposit))
    if deposit.person and not own.must_reach(asdict(deposit.person)):
        return None
    files = {key: [UUID(file["id"]) for file in given] for key, given in sheet.files().items()}
    now = calling(request)
    try:
        return lodge_for_person(
            deposit=deposit,
            by=request.agent,
            files=files,
            unanswered=sheet.unanswered(),
            reason=own.why(),
            said=own.cleaned_data.get("dit", ""),
            ask_rest=own.cleaned_data["demander"],
            choice=own.choice(),
            call=Call(now.call_id, now.number) if now else None,
        )
    except Invalid as refusal:
        names = {"preferred_channel": "repondre", "proof": "preuve"}
        own.refuse({names.get(name, name): said for name, said in refusal.errors.items()})
    except DomainError as refusal:
        own.add_error(None, str(refusal))
    return None


def _sees(case_id: UUID) -> bool:
    try:
        access.get_case(case_id)
    except DomainError:
        return False
    return True
