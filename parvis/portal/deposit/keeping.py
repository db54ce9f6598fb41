"""Stopping and taking up again: the code, the link by e-mail."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import access
from parvis.cases.errors import DraftNotFound
from parvis.cases.services.draft_links import RESUME, STOP, read_link
from parvis.cases.services.drafts import resume_code
from parvis.cases.services.reminders import ask_reminders, stop_reminders
from parvis.common import actor, proofs
from parvis.common.errors import DomainError
from parvis.portal.bodies import speak_as_platform
from parvis.portal.deposit.links import send_link
from parvis.portal.deposit.way import Way, way_of
from parvis.portal.visits import limit

REMIND = "rappels"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the code by which a deposit is taken up again; by POST, send a link to an e-mail address."""
    try:
        way = way_of(request, draft)
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    if way.draft.case_id:
        return redirect("portal:receipt", draft)
    email, errors = request.POST.get("email", "").strip(), []
    if request.method == "POST":
        try:
            validate_email(email)
        except ValidationError:
            errors = [_("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")]
        else:
            limit(request, "portal.resume-link", most=10, seconds=3600)
            send_link(way.draft, email)
            if request.POST.get(REMIND) == "yes" and way.form.reminder_days:
                ask_reminders(draft_id=draft, email=email)
            messages.success(request, _("Nous envoyons le lien à %(email)s.") % {"email": email})
            return redirect("portal:draft_keep", draft)
    context = {
        "way": way,
        "code": resume_code(draft),
        "title": way.form.title,
        "fields": _link_fields(way, email, errors),
    }
    return render(request, "portal/deposit/keep.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Ask the code of a deposit begun before; by POST, take it up again."""
    if request.method != "POST":
        return ask_code(request)
    limit(request, "portal.resume", most=20, seconds=600)
    try:
        draft = access.prove_draft(code=request.POST.get("code", "")[:60])
    except DraftNotFound as refusal:
        return ask_code(request, refusal, typed=request.POST.get("code", "")[:60])
    proofs.remember(request.session, draft)
    return redirect("portal:draft", draft)


@never_cache
@require_safe
def resume_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take up a deposit by the link sent; one already sent is followed by its own number and code."""
    draft = read_link(token, RESUME)
    if draft is None:
        return ask_code(request, DraftNotFound())
    try:
        with actor.admitting(draft):
            sent = access.get_draft(draft).case_id is not None
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    if sent:
        messages.info(request, _("Cette demande est déjà envoyée. Suivez-la avec son numéro et son code."))
        return redirect("portal:follow_up")
    proofs.remember(request.session, draft)
    return redirect("portal:draft", draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the reminders of a deposit must stop; by POST, stop them. The link alone is enough."""
    speak_as_platform(request)
    draft, stopped = read_link(token, STOP), False
    if draft is not None and request.method == "POST":
        try:
            with actor.admitting(draft):
                stop_reminders(draft_id=draft)
        except DraftNotFound:  # sent or deleted meanwhile: nothing reminds of it any more
            pass
        stopped = True
    context = {"known": draft is not None, "stopped": stopped}
    return render(request, "portal/deposit/reminders.html", context, status=200 if draft else 404)


def ask_code(request: HttpRequest, refusal: DomainError | None = None, *, typed: str = "") -> HttpResponse:
    """Show the form that asks the code; a draft that is not this visitor's is « not found », never « forbidden »."""
    speak_as_platform(request)
    errors = [str(refusal)] if refusal else []
    field = {
        "id": "code",
        "name": "code",
        "label": _("Votre code de reprise"),
        "help": _(
            "Il a dix lettres et chiffres, par exemple KXM-4P7-RT9C. Vous l’avez noté ou reçu par e-mail."
        ),
        "value": typed,
        "errors": errors if typed else [],
        "width": "20",
    }
    context = {
        "field": {"template": "fields/input.html", "context": field},
        "refusal": "" if typed else "".join(errors),
        "errors": [{"id": "code", "text": text} for text in errors] if typed else [],
    }
    return render(request, "portal/deposit/resume.html", context, status=404 if refusal else 200)


def _link_fields(way: Way, email: str, errors: list[str]) -> list[dict[str, object]]:
    """Return the box of the address, and the one that asks for reminders where the procedure sends some."""
    fields = [_email_field(email, errors)]
    if way.form.reminder_days and way.draft.person_id is None:
        days = ", ".join(str(day) for day in way.form.reminder_days)
        text = _("Me rappeler cette demande par e-mail si je ne la finis pas")
        context = {
            "id": REMIND,
            "name": REMIND,
            "label": "",
            "text": text,
            "help": _("Jours après ma dernière réponse : %(days)s. Chaque rappel dit comment les arrêter.")
            % {"days": days},
            "required": False,
            "value": bool(way.draft.reminder_email),
        }
        fields.append({"template": "fields/checkbox.html", "context": context})
    return fields


def _email_field(email: str, errors: list[str]) -> dict[str, object]:
    field = {
        "id": "email",
        "name": "email",
        "label": _("Recevoir un lien par e-mail"),
        "help": _("Cette adresse ne sert qu’à vous envoyer ce lien."),
        "kind": "email",
        "autocomplete": "email",
        "value": email,
        "errors": errors,
    }
    return {"template": "fields/input.html", "context": field}
