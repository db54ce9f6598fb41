"""Sorting e-mails: the list of what waits, one mail beside what may be done of it, its original."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.queries import numbers_of
from parvis.cases.services import mail_triage
from parvis.cases.services.learning import note_suggestion
from parvis.cases.suggestions import suggested
from parvis.channels import queries as channels
from parvis.channels.access import get_mail
from parvis.channels.models import InboundMail, MailState
from parvis.channels.services.receive import source_of
from parvis.common.errors import NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.mails import shown
from parvis.desk.mails.forms import JoinForm, MakeForm, administered, bodies_for, titles_of
from parvis.desk.qualification.suggested import suggestion_lines

PAGE = 50
TABS = {"a-trier": MailState.WAITING, "automates": MailState.PARKED, "ecartes": MailState.DISMISSED}


@require_safe
def listed(request: AgentRequest) -> HttpResponse:
    """Show what waits for a human, newest first; what machines sent and what was set apart are a tab away."""
    code = request.GET.get("voir", "a-trier")
    state = TABS.get(code)
    if state is None:
        raise NotFound
    before = parse_datetime(request.GET.get("avant", "")[:40])
    found = channels.mails(state, before=before if before and before.tzinfo else None, limit=PAGE + 1)
    more = {"voir": code, "avant": found[PAGE - 1].received_at.isoformat()} if len(found) > PAGE else None
    context = {
        "tabs": _tabs(code),
        "lines": shown.lines(found[:PAGE]),
        "next_href": f"?{urlencode(more)}" if more else "",
        "administers": bool(administered(request)),
    }
    return render(request, "desk/mails/list.html", frame(request, **context))


@require_safe
def show(request: AgentRequest, mail_id: UUID) -> HttpResponse:
    """Show a mail, harmless, beside what may be done of it. Raises MailNotFound."""
    return _page(request, get_mail(mail_id))


@require_safe
def original(request: AgentRequest, mail_id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give the mail as it came, to be saved, never run. Raises MailNotFound, NotFound when its source is gone."""
    response = HttpResponse(source_of(get_mail(mail_id)), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{mail_id}.eml"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def join(request: AgentRequest, mail_id: UUID) -> HttpResponse:
    """Join a mail to a demand. Raises MailNotFound, NotForThisRole, MailAlreadySorted."""
    mail, form = get_mail(mail_id), JoinForm(request.POST)
    if form.is_valid():
        try:
            case = mail_triage.join_mail(
                mail_id=mail_id, number=form.cleaned_data["numero"], by=request.agent
            )
        except NotFound as refusal:
            form.add_error("numero", str(refusal))
        else:
            messages.success(request, _("L’e-mail est joint à cette demande."))
            return redirect("desk:case", case.number)
    return _page(request, mail, join_form=form)


@require_POST
def make(request: AgentRequest, mail_id: UUID) -> HttpResponse:
    """Make a demand of a mail. Raises MailNotFound, NotForThisRole, MailAlreadySorted."""
    mail = get_mail(mail_id)
    form = MakeForm(request.POST, bodies_for(request, mail), "")
    if form.is_valid():
        body, code = form.chosen()
        case = mail_triage.make_case(
            mail_id=mail_id, organisation=body, procedure_code=code, by=request.agent
        )
        if proposed := request.POST.get("propose"):
            note_suggestion(organisation_id=body.pk, followed=proposed == f"{body.pk}:{code}")
        return _made(request, case)
    return _page(request, mail, make_form=form)


@require_POST
def dismissed(request: AgentRequest, mail_id: UUID) -> HttpResponse:
    """Set a mail apart. Raises MailNotFound, NotForThisRole, MailAlreadySorted."""
    mail_triage.dismiss(mail_id=mail_id, by=request.agent)
    messages.success(request, _("L’e-mail est écarté. Il reste gardé dans « Écartés »."))
    return redirect("desk:mails")


@require_POST
def replayed(request: AgentRequest, mail_id: UUID) -> HttpResponse:
    """Have a mail read again. Raises MailNotFound, NotForThisRole, MailAlreadySorted."""
    mail_triage.replay(mail_id=mail_id, by=request.agent)
    messages.success(request, _("L’e-mail va être lu à nouveau dans un instant."))
    return redirect("desk:mails")


def _page(
    request: AgentRequest,
    mail: InboundMail,
    *,
    join_form: JoinForm | None = None,
    make_form: MakeForm | None = None,
) -> HttpResponse:
    number = numbers_of([mail.about]).get(mail.about, "") if mail.about else ""
    wished = f"{mail.organisation_id}:{mail.address.procedure_code}" if mail.address else ""
    sorts = mail_triage.can_sort(request.agent, mail)
    said = shown.shown(mail)
    found = (
        suggested(mail.organisation_id, f"{said.subject} {said.text}")
        if sorts and mail.organisation_id
        else {}
    )
    procedure = found.get("procedure")
    wished = f"{mail.organisation_id}:{procedure.value}" if procedure else wished
    context = {
        "mail": mail,
        "shown": said,
        "suggestions": suggestion_lines(found, titles_of(mail.organisation)) if found else [],
        "suggested_procedure": wished if procedure else "",
        "case_number": number,
        "sorts": sorts,
        "join_form": join_form or JoinForm(initial={"numero": number}),
        "make_form": make_form or (MakeForm(None, bodies_for(request, mail), wished) if sorts else None),
    }
    status = 422 if join_form or make_form else 200
    return render(request, "desk/mails/mail.html", frame(request, **context), status=status)


def _made(request: AgentRequest, case: Case) -> HttpResponse:
    """Lead to the demand, or back to the list when another team has it."""
    messages.success(request, _("La demande n° %(number)s est créée.") % {"number": say_number(case.number)})
    return redirect("desk:case", case.number) if numbers_of([case.pk]) else redirect("desk:mails")


def _tabs(current: str) -> list[dict[str, object]]:
    labels = {"a-trier": _("À trier"), "automates": _("Automates et indésirables"), "ecartes": _("Écartés")}
    return [
        {"label": label, "href": f"{reverse('desk:mails')}?voir={code}", "current": code == current}
        for code, label in labels.items()
    ]
