"""Filling a deposit page after page, back and forth, without losing what was typed."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases.errors import DraftNotFound
from parvis.cases.services import drafts
from parvis.catalogue import blocks
from parvis.catalogue.file_boxes import FileBox, file_boxes
from parvis.catalogue.forms import engine
from parvis.catalogue.lists.wanting import may_be_made_again
from parvis.common.errors import NotFound
from parvis.portal.deposit import drawing
from parvis.portal.deposit.files import drop_files, drop_rows, take_files
from parvis.portal.deposit.keeping import ask_code
from parvis.portal.deposit.prefilling import known_answers
from parvis.portal.deposit.way import Way, way_of
from parvis.portal.visits import limit, stay
from parvis.ui.fields import focus_row, inside

# Names that no question can have: keys of questions begin with a letter.
DRAWN, GO = "_drawn", "_go"
LIGHTLY = ("search_field", "remove_file", blocks.ADD, blocks.REMOVE)
"""Buttons that only show the page again: a commune was searched, a file taken off, a row added."""


@never_cache
@require_safe
def draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Lead to where one stands."""
    try:
        way = way_of(request, draft)
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    return redirect("portal:receipt", draft) if way.draft.case_id else redirect(way.standing())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, draft: UUID, page: str) -> HttpResponse:
    """Show a page; by POST, keep what was typed and go where the button says."""
    try:
        way = way_of(request, draft, lock=request.method == "POST")
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    if way.draft.case_id:
        return redirect("portal:receipt", draft)
    try:
        shown = way.page(page)
    except NotFound:  # an answer changed since: the page is no longer asked
        return redirect(way.standing())
    if request.method == "POST":
        return _keep(request, way, shown)
    return _draw(request, way, shown, as_left(way, shown, fix="a-corriger" in request.GET))


@require_POST
def upload(request: HttpRequest, draft: UUID, page: str, key: str) -> HttpResponse:
    """Take one file as it is chosen, and answer with its question drawn again (js/upload.js)."""
    limit(request, "portal.upload", most=120, seconds=600)
    way = way_of(request, draft, lock=True)
    shown = way.page(page)
    answers, typed = way.draft.answers, way.draft.typed
    box = next((one for one in file_boxes(shown.questions, {**answers, **typed}) if one.name == key), None)
    if box is None or way.draft.case_id:
        raise NotFound
    own = box.question.key
    files, refusals = take_files(way.draft, box, request.FILES.getlist(key))
    if files:
        answers = {**answers, own: box.put(answers.get(own), files)}
    # « Appeared »: the page is shown again, so it is not finished by a file. What was wrong beside the file stays so.
    saved = engine.PageChecked(
        answers=answers,
        typed={own: box.put(typed.get(own), files)},
        appeared=(own,),
        errors={own: []} if own in typed and box.part else {},
    )
    drafts.save_page(draft=way.draft, page=page, checked=saved)
    drawn = drawing.widgets(
        Way(way.draft, way.form), shown, replace(saved, errors={key: refusals} if refusals else {})
    )
    return render(request, "portal/deposit/field.html", {"widget": inside(drawn[own], key)})


def _keep(request: HttpRequest, way: Way, shown: engine.Page) -> HttpResponse:
    """Keep what a page posts; go on only if nothing is to be put right."""
    stay(request)
    go = request.POST.get(GO, "next")
    lightly = go != "next" or any(name in request.POST for name in LIGHTLY)
    if "search_field" in request.POST and not request.FILES:
        may_be_made_again()
    quietly = "X-Autosave" in request.headers
    checked, boxes = _checked(request, way, shown, complete=not (lightly or quietly))
    drafts.save_page(draft=way.draft, page=shown.key, checked=checked)
    after = Way(replace_answers(way, checked), way.form)
    if quietly:
        logic = engine.page_logic(after.form, [after.form.page(shown.key)], checked.answers, way.context)
        return JsonResponse({"shown": sorted(after.seen.questions), **engine.server_part(logic)})
    if go == "previous":
        return redirect(way.before(shown.key))
    if go == "keep":
        return redirect("portal:draft_keep", way.draft.pk)
    if checked.exit:
        return redirect(after.exit_address(shown.key))
    if checked.is_complete:
        return redirect(after.after(shown.key))
    checked = _settled(checked)
    if lightly:
        checked = replace(checked, errors=_of_files(boxes, checked))
    return _draw(request, after, shown, checked)


def _settled(checked: engine.PageChecked) -> engine.PageChecked:
    """Show accepted answers in their one form (the commune's name), and as typed only those to put right."""
    at_fault = {name.partition(".")[0] for name in checked.errors}
    return replace(checked, typed={key: value for key, value in checked.typed.items() if key in at_fault})


def _checked(
    request: HttpRequest, way: Way, shown: engine.Page, *, complete: bool
) -> tuple[engine.PageChecked, list[FileBox]]:
    """Store the files given, then have the page checked; return its boxes of files too. A page kept lightly is never
    finished by it.
    """
    answers, refusals = dict(way.draft.answers), {}
    posted: Any = request.POST  # a QueryDict, wider than what the engine asks of it
    boxes = file_boxes(shown.questions, {**answers, **way.draft.typed}, posted)
    for box in boxes:
        files, refused = take_files(way.draft, box, request.FILES.getlist(box.name))
        drop_files(way.draft, files, posted.getlist("remove_file"))
        if files:
            answers[box.question.key] = box.put(answers.get(box.question.key), files)
        if refused:
            refusals[box.name] = refused
    drawn = posted[DRAWN].split(",") if DRAWN in posted else None
    checked = engine.check_page(
        way.form, shown.key, posted, answers, drawn=drawn, complete=complete, context=way.context
    )
    drop_rows(way.draft, shown.questions, answers, checked)
    checked = replace(checked, errors={**checked.errors, **refusals})
    if not complete:
        checked = replace(checked, appeared=checked.appeared or (shown.key,))
    return checked, boxes


def as_left(way: Way, shown: engine.Page, *, fix: bool = False) -> engine.PageChecked:
    """Return the page as it was left, with its faults when one comes from the review to put them right."""
    answers, keys = way.draft.answers, {question.key for question in shown.questions}
    typed = {
        **known_answers(way, shown),
        **{key: way.draft.typed[key] for key in keys & way.draft.typed.keys()},
    }
    if not fix:
        return engine.PageChecked(answers=answers, typed=typed)
    whole = engine.check_all(way.form, answers, context=way.context)
    errors = {name: said for name, said in whole.errors.items() if name.partition(".")[0] in keys}
    broken = whole.broken.get(shown.key, ())
    return engine.PageChecked(answers=answers, typed=typed, errors=errors, broken=broken)


def _draw(request: HttpRequest, way: Way, shown: engine.Page, checked: engine.PageChecked) -> HttpResponse:
    """Show a page again; when the script added or removed a row, only its block."""
    wrong = checked.errors or checked.broken
    asked = request.POST.get(blocks.ADD) or request.POST.get(blocks.REMOVE, "")
    if asked and "X-Rows" in request.headers:
        drawn = drawing.widgets(way, shown, checked)
        focus_row(drawn.values(), request.POST)
        block = drawn.get(asked.partition(".")[0])
        return (
            render(request, "portal/deposit/field.html", {"widget": block})
            if block
            else HttpResponse(status=204)
        )
    context = drawing.page_context(way, shown, checked, request.POST)
    return render(request, "portal/deposit/page.html", context, status=422 if wrong else 200)


def _of_files(boxes: list[FileBox], checked: engine.PageChecked) -> dict[str, Any]:
    """Keep the refusals of files only: what is typed on a page one has not finished is not reproached."""
    names = {box.name for box in boxes}
    return {name: said for name, said in checked.errors.items() if name in names}


def replace_answers(way: Way, checked: engine.PageChecked) -> Any:
    """Return the draft with what the page gave, as it was just saved."""
    way.draft.answers, way.draft.typed = checked.answers, checked.typed
    return way.draft
