"""Persons that may be one: the list, the two side by side with what would move, and putting them apart again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases import access, person_queries
from parvis.cases.services.alike import refuse_double
from parvis.cases.services.merged_persons import received_since
from parvis.common.errors import Invalid, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.people.forms import MergeForm, UndoForm
from parvis.desk.people.opening import is_open, keep_open
from parvis.organisations.access import DECIDING_ROLES
from parvis.people.access import get_merge, get_person
from parvis.people.models import LookPurpose, MergeGround, Person
from parvis.people.services import merging
from parvis.people.services.contacts import contacts_of
from parvis.people.services.looks import note_look


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def doubles(request: AgentRequest) -> HttpResponse:
    """List the persons that may be one; by POST, note that two are two. Raises NotFound, NotForThisRole."""
    access.require(bool(request.agent.roles & DECIDING_ROLES))
    if request.method == "POST":
        refuse_double(double_id=_key(request.POST.get("paire", "")), by=request.agent)
        messages.success(request, _("Ces deux fiches restent séparées. Elles ne seront plus proposées."))
        return redirect("desk:doubles")
    pairs = person_queries.doubles()
    return render(request, "desk/people/doubles.html", frame(request, pairs=pairs))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: AgentRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two persons side by side once their files are open; by POST, put them together.

    Raises NotFound, NotForThisRole, MergeRefused.
    """
    one, other = get_person(person_id), get_person(other_id)
    if one.merged_into_id or other.merged_into_id:  # a double click, or a colleague at the same time
        return redirect("desk:person", one.merged_into_id or other.merged_into_id)
    access.require(access.can_merge_persons(request.agent, one.pk, other.pk))
    opened = is_open(request, one.pk) and is_open(request, other.pk)
    if request.method == "POST" and not opened:
        return _open(request, one, other)
    form = MergeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _merged(request, form, one, other):
        return redirect("desk:person", merging.in_order(one, other)[0].pk)
    context = {
        "form": form,
        "opened": opened,
        "one": one,
        "other": other,
        "refusal": merging.why_not(one, other),
    }
    context |= _side_by_side(one, other) if opened else {}
    status = 422 if form.errors else 200
    return render(request, "desk/people/merge.html", frame(request, **context), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: AgentRequest, merge_id: UUID) -> HttpResponse:
    """Say what putting two persons apart gives back, and what it cannot; by POST, do it.

    Raises NotFound, NotForThisRole.
    """
    made = get_merge(merge_id)
    if made.undone_at is not None:
        return redirect("desk:person", made.kept_id)
    access.require(access.can_merge_persons(request.agent, merging.holder_of(made)))
    form = UndoForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        merging.undo_merge(merge_id=made.pk, why=form.cleaned_data["why"], by=request.agent)
        messages.success(request, _("Les deux fiches sont séparées. La personne en est prévenue."))
        return redirect("desk:person", made.kept_id)
    context = {"form": form, "merge": made, "since": received_since(made), "left": merging.left_behind(made)}
    return render(
        request, "desk/people/part.html", frame(request, **context), status=422 if form.errors else 200
    )


def _open(request: AgentRequest, one: Person, other: Person) -> HttpResponse:
    for who in (one, other):
        note_look(person_id=who.pk, purpose=LookPurpose.IDENTITY, by=request.agent)
    keep_open(request, one.pk, other.pk)
    return redirect("desk:merge_persons", one.pk, other.pk)


def _merged(request: AgentRequest, form: MergeForm, one: Person, other: Person) -> bool:
    ground = merging.Ground(
        ground=MergeGround(form.cleaned_data["ground"]), detail=form.cleaned_data["detail"]
    )
    try:
        merging.merge_persons(one_id=one.pk, other_id=other.pk, ground=ground, by=request.agent)
    except Invalid as refusal:
        form.refuse(refusal.errors)
        return False
    keep_open(request, one.pk, other.pk)
    messages.success(request, _("Les deux fiches n’en font plus qu’une. La personne en est prévenue."))
    return True


def _side_by_side(one: Person, other: Person) -> dict[str, Any]:
    kept, absorbed = merging.in_order(one, other)
    return {
        "sides": [_side(kept, is_kept=True), _side(absorbed, is_kept=False)],
        "moving": person_queries.count_of_person(absorbed.pk),
        "two_spaces": bool(kept.account_id and absorbed.account_id),
    }


def _side(who: Person, *, is_kept: bool) -> dict[str, Any]:
    return {
        "who": who,
        "is_kept": is_kept,
        "contacts": contacts_of(who),
        "count": person_queries.count_of_person(who.pk),
    }


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
