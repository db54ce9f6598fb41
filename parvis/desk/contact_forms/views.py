"""The contact forms of the agent's body: for its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases.access import require
from parvis.cases.contact_queries import contact_form_of, contact_forms_of
from parvis.cases.models import ContactForm
from parvis.cases.services.contact_forms import address_of, open_contact_form, set_contact_form
from parvis.common.errors import Invalid
from parvis.desk.contact_forms.forms import NAMES, ContactFormForm
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.documents.services.render import qr_code
from parvis.organisations.access import can_administer
from parvis.organisations.models import Organisation
from parvis.organisations.queries import organisation_by_slug


@require_safe
def forms(request: AgentRequest) -> HttpResponse:
    """List the contact forms of the agent's body. Raises NotForThisRole."""
    body = _body(request)
    lines = [{"form": form, "address": address_of(form)} for form in contact_forms_of(body.pk)]
    return render(request, "desk/contact_forms/list.html", frame(request, lines=lines, body=body))


@require_http_methods(["GET", "POST"])
def create(request: AgentRequest) -> HttpResponse:
    """Write a new form. Raises NotForThisRole."""
    body = _body(request)
    form = ContactFormForm(request.POST or None, body)
    made = _set(request, form, body, None)
    if made is not None:
        messages.success(request, _("Le formulaire est ouvert. Copiez son adresse, ou imprimez son code."))
        return redirect("desk:contact_form", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desk/contact_forms/form.html", frame(request, form=form), status=status)


@require_http_methods(["GET", "POST"])
def change(request: AgentRequest, form_id: int) -> HttpResponse:
    """Show a form with its address and its code; by POST, change its words. Raises NotForThisRole, NotFound."""
    body = _body(request)
    known = contact_form_of(body.pk, form_id)
    form = ContactFormForm(request.POST or None, body, known)
    if _set(request, form, body, form_id) is not None:
        messages.success(request, _("Le formulaire est modifié. Son adresse est la même."))
        return redirect("desk:contact_form", form_id)
    address = address_of(known)
    context = {"form": form, "known": known, "address": address, "qr": qr_code(address), "body": body}
    status = 422 if form.is_bound else 200
    return render(request, "desk/contact_forms/form.html", frame(request, **context), status=status)


@require_POST
def standing(request: AgentRequest, form_id: int) -> HttpResponse:
    """Open a form, or close it. Raises NotForThisRole, NotFound."""
    body = _body(request)
    opens = request.POST.get("geste") == "ouvrir"
    open_contact_form(organisation_id=body.pk, form_id=form_id, is_open=opens, by=request.agent)
    messages.success(request, _("Le formulaire est ouvert.") if opens else _("Le formulaire est fermé."))
    return redirect("desk:contact_form", form_id)


@require_safe
def code(request: AgentRequest, form_id: int) -> HttpResponse:
    """Give the QR code of a form's address as a drawing, for posters and letters. Raises NotForThisRole, NotFound."""
    known = contact_form_of(_body(request).pk, form_id)
    drawing = qr_code(address_of(known)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    answer = HttpResponse(drawing, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{known.code}.svg"'
    return answer


def _body(request: AgentRequest) -> Organisation:
    """Return the agent's body. Raises NotForThisRole to who does not administer it."""
    require(can_administer(request.agent, request.agent.organisation_id))
    return organisation_by_slug(request.agent.organisation_slug)


def _set(
    request: AgentRequest, form: ContactFormForm, body: Organisation, form_id: int | None
) -> ContactForm | None:
    """Write the form; a refusal goes under its fields, and None is returned."""
    if not form.is_valid():
        return None
    try:
        return set_contact_form(organisation=body, words=form.words(), by=request.agent, form_id=form_id)
    except Invalid as refusal:
        form.refuse({NAMES[name]: said for name, said in refusal.errors.items()})
        return None
