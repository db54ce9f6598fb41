"""The file of a person. Opening it is a gesture that is kept; it stays open an hour for the agent who opened it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases import queries
from parvis.cases.models import Case, LegalState
from parvis.cases.numbers import say_number
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.people.forms import PurposeForm
from parvis.people import access
from parvis.people.models import LookPurpose, Person
from parvis.people.services.contacts import contacts_of
from parvis.people.services.looks import note_look

OPENED_KEY, OPEN_FOR, _MOST = "opened_people", timedelta(hours=1), 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Show what the agent may see of a person once they opened the file; by POST, open it. Raises NotFound."""
    who, team = access.get_person(person_id), queries.team_treating(person_id)
    form = PurposeForm(request.POST if request.method == "POST" else None) if team is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        told = form.cleaned_data if form else {"purpose": LookPurpose.CASE, "detail": ""}
        purpose = LookPurpose(told["purpose"])
        try:
            note_look(
                person_id=who.pk, purpose=purpose, by=request.agent, team=team or "", detail=told["detail"]
            )
        except Invalid as refusal:
            if form:
                form.refuse(refusal.errors)
        else:
            _keep_open(request, who.pk)
            return redirect("desk:person", who.pk)
    status = 422 if form and form.is_bound else 200
    context = {"who": who, "form": form, "opened": _is_open(request, who.pk)}
    context |= _file(who) if context["opened"] else {}
    return render(request, "desk/people/person.html", frame(request, **context), status=status)


def _file(who: Person) -> dict[str, Any]:
    return {
        "contacts": contacts_of(who),
        "demands": [_line(case) for case in queries.cases_of_person(who.pk)],
    }


def _line(case: Case) -> dict[str, str]:
    return {
        "number": case.number,
        "said": say_number(case.number),
        "subject": case.subject,
        "body": case.organisation.name,
        "state": words.state(LegalState(case.state)).word,
    }


def _is_open(request: HttpRequest, person_id: UUID) -> bool:
    at = request.session.get(OPENED_KEY, {}).get(str(person_id))
    return bool(at) and datetime.fromisoformat(at) > clock.now() - OPEN_FOR


def _keep_open(request: HttpRequest, person_id: UUID) -> None:
    others = {key: at for key, at in request.session.get(OPENED_KEY, {}).items() if key != str(person_id)}
    kept = dict(list(others.items())[-(_MOST - 1) :])
    request.session[OPENED_KEY] = kept | {str(person_id): clock.now().isoformat()}
