"""Sorting post: the list of letters, one letter beside what may be done of it, its pages."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.cases.numbers import say_number
from parvis.cases.queries import numbers_of
from parvis.cases.services import post_triage
from parvis.cases.suggestions import suggested
from parvis.channels import queries as channels
from parvis.channels.access import get_letter
from parvis.channels.models import InboundLetter, LetterState
from parvis.channels.services import inbound_post
from parvis.common.errors import Invalid, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.mails.forms import titles_of
from parvis.desk.post import shown
from parvis.desk.post.forms import LetterJoinForm, LetterMakeForm, LetterReturnForm, bodies_for
from parvis.desk.qualification.suggested import suggestion_lines
from parvis.documents.access import NOTHING, shown_pdf

PAGE, SUGGEST = 50, "proposer"
TABS = {"a-trier": LetterState.WAITING, "ecartes": LetterState.DISMISSED}


@require_safe
def listed(request: AgentRequest) -> HttpResponse:
    """Show the letters that wait, oldest first; scans that could not be read and letters set apart are a tab away."""
    code = request.GET.get("voir", "a-trier")
    if code not in {*TABS, "illisibles"}:
        raise NotFound
    found = channels.letters_in(TABS[code], after=_after(request), limit=PAGE + 1) if code in TABS else []
    more = urlencode({"voir": code, "apres": _mark(found[PAGE - 1])}) if len(found) > PAGE else ""
    piles = channels.piles_aside()
    context = {
        "tabs": _tabs(code, len(piles)),
        "lines": shown.lines(found[:PAGE]),
        "piles": shown.pile_lines(piles) if code == "illisibles" else [],
        "aside": code == "illisibles",
        "unread": channels.piles_unread(),
        "next_href": f"?{more}" if more else "",
    }
    return render(request, "desk/post/list.html", frame(request, **context))


@require_safe
def show(request: AgentRequest, letter_id: UUID) -> HttpResponse:
    """Show a letter beside the short form. Raises LetterNotFound."""
    return _page(request, get_letter(letter_id))


@require_safe
def picture(request: AgentRequest, letter_id: UUID, page: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show a page of a letter, as we drew it. Raises LetterNotFound, NotFound."""
    return HttpResponse(
        inbound_post.letter_picture(get_letter(letter_id), page),
        headers={
            "Content-Type": "image/jpeg",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=600",
            "Content-Security-Policy": NOTHING,
        },
    )


@require_safe
def content(request: AgentRequest, letter_id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show the PDF of a letter in the browser's own reader. Raises LetterNotFound, NotFound."""
    try:
        found = inbound_post.letter_content(get_letter(letter_id))
    except FileNotFoundError:
        raise NotFound from None
    return HttpResponse(found, headers=shown_pdf("courrier.pdf"))


@require_POST
def join(request: AgentRequest, letter_id: UUID) -> HttpResponse:
    """Join a letter to a demand. Raises LetterNotFound, NotForThisRole, LetterAlreadySorted."""
    letter, form = get_letter(letter_id), LetterJoinForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            case = post_triage.join_letter(
                letter_id=letter_id,
                number=told["numero"],
                arrived_on=told["tampon"],
                text=told["texte"],
                by=request.agent,
            )
        except NotFound as refusal:
            form.add_error("numero", str(refusal))
        else:
            messages.success(
                request,
                _("Le courrier est joint à la demande n° %(number)s.") % {"number": say_number(case.number)},
            )
            return _onwards(letter)
    return _page(request, letter, join_form=form)


@require_POST
def make(request: AgentRequest, letter_id: UUID) -> HttpResponse:
    """Make a demand of a letter. Raises LetterNotFound, NotForThisRole, LetterAlreadySorted."""
    letter = get_letter(letter_id)
    form = LetterMakeForm(request.POST, bodies_for(request, letter))
    if SUGGEST in request.POST:
        return _suggested(request, letter)
    if form.is_valid():
        body, code = form.chosen()
        try:
            case = post_triage.make_case(
                letter_id=letter_id,
                organisation=body,
                procedure_code=code,
                entered=form.entered(),
                by=request.agent,
            )
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("La demande n° %(number)s est créée.") % {"number": say_number(case.number)}
            )
            return _onwards(letter)
    return _page(request, letter, make_form=form)


@require_POST
def returned(request: AgentRequest, letter_id: UUID) -> HttpResponse:
    """Note that a letter is one of ours that came back. Raises LetterNotFound, NotForThisRole, LetterAlreadySorted."""
    letter, form = get_letter(letter_id), LetterReturnForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            case = post_triage.note_returned(
                letter_id=letter_id, reason=told["motif"], arrived_on=told["tampon"], by=request.agent
            )
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            number = {"number": say_number(case.number)}
            messages.success(
                request, _("Le courrier de la demande n° %(number)s n’est pas arrivé : c’est noté.") % number
            )
            return _onwards(letter)
    return _page(request, letter, return_form=form)


@require_POST
def dismissed(request: AgentRequest, letter_id: UUID) -> HttpResponse:
    """Set a letter apart. Raises LetterNotFound, NotForThisRole, LetterAlreadySorted."""
    letter = get_letter(letter_id)
    post_triage.dismiss(letter_id=letter_id, by=request.agent)
    messages.success(request, _("Le courrier est écarté. Il reste gardé dans « Écartés »."))
    return _onwards(letter)


def _page(
    request: AgentRequest,
    letter: InboundLetter,
    *,
    join_form: LetterJoinForm | None = None,
    make_form: LetterMakeForm | None = None,
    return_form: LetterReturnForm | None = None,
    looks: str = "",
) -> HttpResponse:
    sorts = letter.state != LetterState.SORTED and post_triage.can_sort(request.agent, letter)
    named = letter.about or letter.proposed
    number = numbers_of([named]).get(named, "") if named else ""
    stamp = {"tampon": letter.arrived_on.isoformat()} if letter.arrived_on else {}
    joining = join_form or LetterJoinForm(initial={"numero": number, **stamp})
    making = make_form or LetterMakeForm(None, bodies_for(request, letter) if sorts else [], initial=stamp)
    returning = return_form or LetterReturnForm(initial=stamp)
    found = suggested(letter.organisation_id, looks) if looks else {}
    context = {
        "letter": letter,
        "title": shown.title(letter),
        "pages": range(1, letter.pictures + 1),
        "case_number": number,
        "sorts": sorts,
        "join_form": joining,
        "make_form": making,
        "return_form": returning if sorts and number and letter.proposed_message else None,
        "suggestions": suggestion_lines(found, titles_of(letter.organisation)) if found else [],
        "looked": bool(looks),
        "wrong": None if looks else join_form or make_form or return_form,
    }
    status = 422 if context["wrong"] else 200
    return render(request, "desk/post/letter.html", frame(request, **context), status=status)


def _suggested(request: AgentRequest, letter: InboundLetter) -> HttpResponse:
    """Show the form as it was typed, with what the body's own ended demands suggest for these words."""
    prefix = LetterMakeForm.prefix
    typed = {
        name.partition("-")[2]: value for name, value in request.POST.items() if name.startswith(f"{prefix}-")
    }
    words = f"{typed.get('objet', '')} {typed.get('texte', '')}".strip()
    found = suggested(letter.organisation_id, words).get("procedure") if words else None
    if found is not None:
        typed["demarche"] = f"{letter.organisation_id}:{found.value}"
    form = LetterMakeForm(None, bodies_for(request, letter), initial=typed)
    return _page(request, letter, make_form=form, looks=words or " ")


def _onwards(letter: InboundLetter) -> HttpResponse:
    """Lead to the next letter, or back to the list when it was the last."""
    following = channels.next_letter(letter)
    return redirect("desk:letter", following.pk) if following else redirect("desk:post")


def _mark(letter: InboundLetter) -> str:
    return f"{letter.received_at.isoformat()}_{letter.pk}"


def _after(request: AgentRequest) -> tuple[datetime, UUID] | None:
    moment, _line, key = request.GET.get("apres", "")[:100].rpartition("_")
    try:
        at, after = parse_datetime(moment), UUID(key)
    except ValueError:
        return None
    return (at, after) if at and at.tzinfo else None


def _tabs(current: str, aside: int) -> list[dict[str, object]]:
    labels = {
        "a-trier": _("À trier"),
        "illisibles": _("Illisibles (%(count)d)") % {"count": aside},
        "ecartes": _("Écartés"),
    }
    return [
        {"label": label, "href": f"?voir={code}", "current": code == current}
        for code, label in labels.items()
    ]
