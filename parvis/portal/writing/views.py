"""A contact form, and what is said once it is sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import access
from parvis.cases.contact_queries import contact_form
from parvis.cases.models import ContactForm
from parvis.cases.numbers import say_number, secret_code
from parvis.cases.services.contact_forms import case_of_form
from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.common import proofs
from parvis.common.errors import NotFound
from parvis.common.throttle import hit
from parvis.documents.models import StoredFile
from parvis.people.access import get_person
from parvis.portal.bodies import reach, speak_as
from parvis.portal.procedures.sheet import data_notice
from parvis.portal.visits import limit
from parvis.portal.writing.files import KEPT, REMOVE, files_widget, given_files, sealed
from parvis.portal.writing.forms import WritingForm
from parvis.portal.writing.robots import TICKET, TRAP, Ticket, looks_human, new_ticket, ticket_of
from parvis.ui.words import language

MOST_AN_HOUR = 300
"""Messages that one form takes in an hour."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Show a contact form; by POST, make the demand that it says, once. Raises NotFound, TooMany."""
    asked = contact_form(code)
    speak_as(request, asked.organisation)
    if not asked.is_open or not asked.team.is_active:
        return _closed(request, asked)
    person = get_person(request.person_id) if request.person_id else None  # type: ignore[attr-defined]
    if request.method != "POST":
        form = WritingForm(None, asked, person, topic=request.GET.get("sujet", ""))
        return _draw(request, asked, form)
    limit(request, "portal.write", most=60, seconds=3600)
    files, refusals = given_files(request, asked.most_files)
    form = WritingForm(request.POST, asked, person)
    ticket = ticket_of(request.POST)
    if REMOVE in request.POST:  # a file was taken away: nothing is said of the rest
        return _draw(request, asked, WritingForm(None, asked, person), files=files, typed=form)
    if not form.is_valid() or refusals:
        return _draw(request, asked, form, files=files, refusals=refusals)
    if ticket is None or not looks_human(request.POST, ticket):
        return _draw(request, asked, form, files=files, again=True)
    return _send(request, asked, form, files, ticket)


@never_cache
@require_safe
def written(request: HttpRequest, code: str, case_id: UUID) -> HttpResponse:
    """Say that what was written is received, to who sent it. Raises NotFound."""
    asked = contact_form(code)
    speak_as(request, asked.organisation)
    case = access.get_case(case_id)
    context = {
        "asked": asked,
        "case": case,
        "number": say_number(case.number),
        "code": secret_code("follow-up", case.pk),
        "reach": reach(asked.organisation),
    }
    return render(request, "portal/writing/written.html", context)


def _send(
    request: HttpRequest, asked: ContactForm, form: WritingForm, files: list[StoredFile], ticket: Ticket
) -> HttpResponse:
    hit("portal.write.form", str(asked.pk), limit=MOST_AN_HOUR, seconds=3600)
    case = case_of_form(
        form=asked,
        written=form.written(files),
        key=ticket.key,
        person_id=request.person_id,  # type: ignore[attr-defined]
    )
    proofs.remember(request.session, case.pk)
    return redirect("portal:written", asked.code, case.pk)


def _draw(
    request: HttpRequest,
    asked: ContactForm,
    form: WritingForm,
    *,
    files: list[StoredFile] | None = None,
    refusals: list[str] | None = None,
    again: bool = False,
    typed: WritingForm | None = None,
) -> HttpResponse:
    kept, told = files or [], refusals or []
    if typed is not None:
        form.initial = {name: typed.data.get(name, "") for name in form.fields}
    try:
        version = catalogue.offered_version(asked.organisation, asked.procedure_code, internal=None)
    except NotFound:
        return _closed(request, asked)
    errors = [*form.summary] if form.is_bound else []
    context = {
        "asked": asked,
        "widgets": form.widgets,
        "files": files_widget(kept, asked.most_files, told) if asked.most_files else None,
        "kept": (KEPT, sealed(kept)),
        "errors": errors + [{"id": "fichiers", "text": text} for text in told],
        "again": again,
        "ticket": (TICKET, new_ticket(again=again).sealed()),
        "trap": TRAP,
        "notice": data_notice(engine.compiled(version, language()).definition, asked.organisation),
        "body": asked.organisation,
        "reach": reach(asked.organisation),
    }
    return render(
        request, "portal/writing/write.html", context, status=422 if errors or told or again else 200
    )


def _closed(request: HttpRequest, asked: ContactForm) -> HttpResponse:
    context = {"asked": asked, "body": asked.organisation, "reach": reach(asked.organisation)}
    return render(request, "portal/writing/closed.html", context, status=410)
