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
from parvis.channels import queries as channels
from parvis.channels.access import get_letter
from parvis.channels.models import InboundLetter, LetterState
from parvis.channels.services import inbound_post
from parvis.common.errors import Invalid, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.post import shown
from parvis.desk.post.forms import LetterJoinForm, LetterMakeForm, bodies_for
from parvis.documents.access import NOTHING, shown_pdf

PAGE = 50
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
) -> HttpResponse:
    sorts = letter.state != LetterState.SORTED and post_triage.can_sort(request.agent, letter)
    named = letter.about or letter.proposed
    number = numbers_of([named]).get(named, "") if named else ""
    stamp = {"tampon": letter.arrived_on.isoformat()} if letter.arrived_on else {}
    joining = join_form or LetterJoinForm(initial={"numero": number, **stamp})
    making = make_form or LetterMakeForm(None, bodies_for(request, letter) if sorts else [], initial=stamp)
    context = {
        "letter": letter,
        "title": shown.title(letter),
        "pages": range(1, letter.pictures + 1),
        "case_number": number,
        "sorts": sorts,
        "join_form": joining,
        "make_form": making,
        "wrong": join_form or make_form,
    }
    status = 422 if join_form or make_form else 200
    return render(request, "desk/post/letter.html", frame(request, **context), status=status)


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
