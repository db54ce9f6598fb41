"""One's demands, drafts and what awaits an answer; one's profile."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import queries as cases
from parvis.cases.models import Case, Draft
from parvis.cases.numbers import say_number
from parvis.catalogue import queries as catalogue
from parvis.common.errors import Invalid
from parvis.people import access
from parvis.people.queries import looks_at, merges_of, ties_of
from parvis.people.services.profile import change_profile
from parvis.portal.bodies import speak_as_platform
from parvis.portal.follow_up.standing import standing
from parvis.portal.space.profile import profile_fields, read_profile
from parvis.ui import words
from parvis.ui.fields import summary


@never_cache
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """Show everything of a signed-in person in one page."""
    person_id = request.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return _sign_in(request)
    speak_as_platform(request)
    found, drafts = cases.cases_of_person(person_id), cases.drafts_of_person(person_id)
    titles = _titles([*found, *drafts])
    lines = _lines(found, titles)
    context = {
        "person": access.get_person(person_id),
        "open": [line for line in lines if line["case"].is_open],
        "ended": [line for line in lines if not line["case"].is_open],
        "awaited": [line for line in lines if line["request"]],
        "drafts": [(titles[draft.version.procedure_id], draft) for draft in drafts],
    }
    return render(request, "portal/space/space.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show how the person is named and reached; by POST, change it."""
    person_id = request.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return _sign_in(request)
    speak_as_platform(request)
    person, errors = access.get_person(person_id), {}
    if request.method == "POST":
        try:
            change_profile(person_id=person_id, profile=read_profile(request.POST))
        except Invalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("Vos coordonnées sont enregistrées."))
            return redirect("portal:profile")
    fields = profile_fields(person, request.POST, errors)
    context = {"person": person, "fields": fields, "errors": summary(fields)}
    return render(request, "portal/space/profile.html", context, status=Invalid.status if errors else 200)


@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Show who opened the person's file, what was put together, who acts for whom: which service, when, why."""
    person_id = request.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return _sign_in(request)
    speak_as_platform(request)
    context = {
        "looks": looks_at(person_id),
        "merges": merges_of(person_id),
        "ties": [(tie, tie.whom_id != person_id) for tie in ties_of(person_id)],
        "services": cases.services_of(person_id),
    }
    return render(request, "portal/space/looks.html", context)


def _titles(of: Sequence[Case | Draft]) -> dict[int, str]:
    """Return the titles of procedures, by key, in the language of the page."""
    said = catalogue.said_in(words.language(), [one.version.procedure for one in of])
    return {key: one.title for key, one in said.items()}


def _lines(found: list[Case], titles: dict[int, str]) -> list[dict[str, Any]]:
    awaited, written = cases.pieces_awaited(found), cases.written_last_by_service(found)
    return [
        {
            "case": case,
            "number": say_number(case.number),
            "procedure": titles[case.version.procedure_id],
            "standing": standing(case),
            "request": awaited.get(case.pk),
            "written_at": written.get(case.pk),
        }
        for case in found
    ]


def _sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('portal:sign_in')}?{urlencode({'suite': request.path})}")
