"""What agents note of a person whose file they opened: addresses and numbers, letters, organisation, who acts for whom.

What a person with a space of their own chose stays theirs to choose: agents add, and neither replace nor take away.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.cases.lookup import people_known
from parvis.common.errors import Invalid, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.desk.frame import frame, words_asked
from parvis.desk.people.forms import AddressForm, ContactForm, OrganisationForm, TieForm
from parvis.desk.people.opening import opened_person
from parvis.desk.people.shown import shown_ties
from parvis.people.access import get_person
from parvis.people.models import ContactProof, Person, PersonKind, TieKind
from parvis.people.services.contacts import add_contact, choose_main, contacts_of, remove_contact
from parvis.people.services.organisations import describe_organisation, note_postal_address
from parvis.people.services.ties import end_tie, note_tie


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Add an address or a number of a person, choose the first, take one away. Raises NotFound."""
    who = opened_person(request, person_id)
    adds = request.method == "POST" and "contact" not in request.POST
    form = ContactForm(request.POST if adds else None)
    refused = ""
    try:
        if adds and form.is_valid():
            proof = ContactProof.AGENT if form.cleaned_data["seen"] else None
            add_contact(person_id=who.pk, kind=form.kind(), text=form.cleaned_data["value"], proof=proof)
            return _noted(request, who)
        if "contact" in request.POST:
            _change(request, who)
            return _noted(request, who)
    except Invalid as refusal:
        if adds:
            form.refuse(refusal.errors)
        else:
            refused = " ".join(said for sentences in refusal.errors.values() for said in sentences)
    theirs = who.account_id is not None
    context = {"who": who, "form": form, "contacts": contacts_of(who), "theirs": theirs, "refused": refused}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/people/contacts.html", frame(request, **context), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Write where the letters of a person go. Raises NotFound."""
    who = opened_person(request, person_id)
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial={"address": who.postal_address}
    )
    if _done(form, lambda: note_postal_address(person_id=who.pk, text=form.cleaned_data["address"])):
        return _noted(request, who)
    return _form(request, who, form, _("Adresse postale"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Write the name and the numbers of an organisation. Raises NotFound."""
    who = opened_person(request, person_id)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    form.fill(who)
    if _done(form, lambda: describe_organisation(person_id=who.pk, **form.cleaned_data)):
        return _noted(request, who)
    return _form(request, who, form, _("Entreprise ou association"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Find who acts for a person, or for whom they act, and note in what capacity. Raises NotFound."""
    who = opened_person(request, person_id)
    other = _chosen(request)
    form = TieForm(request.POST if request.method == "POST" else None)
    for_them = request.GET.get("sens") == "pour"
    form.offer("kind", _kinds(who if not for_them else other))
    if other and _tied(request, form, *((who, other) if for_them else (other, who))):
        return _noted(request, who)
    context = {
        "who": who,
        "other": other,
        "form": form,
        "for_them": for_them,
        "words": words_asked(request),
        "found": [one.person for one in people_known(words_asked(request)) if one.person.pk != who.pk],
        "ties": shown_ties(who),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/people/ties.html", frame(request, **context), status=status)


@require_POST
def tie_over(request: AgentRequest, person_id: UUID, tie_id: UUID) -> HttpResponse:
    """Note that someone no longer acts for the other. Raises NotFound."""
    who = opened_person(request, person_id)
    if tie_id not in {tie.id for tie in shown_ties(who)}:
        raise NotFound
    end_tie(tie_id=tie_id)
    return _noted(request, who)


def _change(request: AgentRequest, who: Person) -> None:
    """Choose the first or take one away, unless the person looks after it themselves. Raises NotFound, Invalid."""
    if who.account_id is not None:
        raise Invalid({"value": [_("Cette personne a son espace : c’est elle qui choisit et qui retire.")]})
    try:
        key = UUID(request.POST["contact"])
    except ValueError:
        raise NotFound from None
    change = remove_contact if request.POST.get("geste") == "retirer" else choose_main
    change(person_id=who.pk, contact_id=key)


def _tied(request: AgentRequest, form: TieForm, who: Person, whom: Person) -> bool:
    def note() -> object:
        told = form.cleaned_data
        return note_tie(
            who_id=who.pk,
            whom_id=whom.pk,
            kind=TieKind(told["kind"]),
            by=request.agent,
            until=told["until"],
            note=told["note"],
        )

    return _done(form, note)


def _done(form: DeskForm, note: Callable[[], object]) -> bool:
    """Note what a form says; what the room refuses is said under its fields."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        note()
    except Invalid as refusal:
        form.refuse(refusal.errors)
        return False
    return True


def _kinds(whom: Person | None) -> list[tuple[str, Any]]:
    legal = whom is not None and whom.kind == PersonKind.LEGAL
    bodies = {TieKind.CONTACT, TieKind.MANAGER}
    return [(kind.value, kind.label) for kind in TieKind if (kind in bodies) == legal]


def _chosen(request: AgentRequest) -> Person | None:
    try:
        return get_person(UUID(request.GET.get("autre", "")))
    except (ValueError, NotFound):
        return None


def _form(request: AgentRequest, who: Person, form: DeskForm, title: str) -> HttpResponse:
    context = {"who": who, "form": form, "title": title}
    return render(
        request, "desk/people/note.html", frame(request, **context), status=422 if form.errors else 200
    )


def _noted(request: AgentRequest, who: Person) -> HttpResponse:
    messages.success(request, _("C’est noté."))
    return redirect("desk:person", who.pk)
