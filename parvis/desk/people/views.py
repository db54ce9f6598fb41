"""The file of a person. Opening it is a gesture that is kept; it stays open an hour for the agent who opened it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases import person_queries, queries
from parvis.cases.access import can_merge_persons
from parvis.cases.models import Case, LegalState
from parvis.cases.numbers import say_number
from parvis.cases.services.alike import compare_person
from parvis.common.errors import Invalid
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.people.forms import PurposeForm
from parvis.desk.people.opening import is_open, keep_open
from parvis.desk.people.shown import shown_merges, shown_ties
from parvis.people import access
from parvis.people.models import LookPurpose, Person
from parvis.people.services.contacts import contacts_of
from parvis.people.services.looks import note_look


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Show what the agent may see of a person once they opened the file; by POST, open it. Raises NotFound."""
    who, team = access.get_person(person_id), queries.team_treating(person_id)
    if who.merged_into_id:
        return redirect("desk:person", who.merged_into_id)
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
            keep_open(request, who.pk)
            compare_person(person_id=who.pk)
            return redirect("desk:person", who.pk)
    status = 422 if form and form.is_bound else 200
    context = {"who": who, "form": form, "opened": is_open(request, who.pk)}
    context |= _file(request, who) if context["opened"] else {}
    return render(request, "desk/people/person.html", frame(request, **context), status=status)


def _file(request: AgentRequest, who: Person) -> dict[str, Any]:
    return {
        "doubles": [
            {"other": next(one for one in pair.persons if one.pk != who.pk), "pair": pair}
            for pair in person_queries.doubles_of(who.pk)
        ],
        "merges": shown_merges(who),
        "ties": shown_ties(who),
        "merges_persons": can_merge_persons(request.agent, who.pk),
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
