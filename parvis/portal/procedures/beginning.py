"""Beginning a deposit: with what is already known, and never a second one by accident."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from parvis.cases import queries as cases
from parvis.cases.models import Draft
from parvis.cases.services.drafts import begin_draft, discard_draft
from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.links import PARAMETER, SOURCE, read_link
from parvis.common import proofs
from parvis.organisations.models import Organisation
from parvis.portal.deposit.way import Way
from parvis.portal.signin.identity import offered
from parvis.portal.visits import stay
from parvis.ui.words import language

LONGEST = 500
"""Characters of an answer given by the address of the page."""


def begin(request: HttpRequest, body: Organisation, version: ProcedureVersion) -> HttpResponse:
    """Begin a deposit and lead to its first page."""
    draft = begin_draft(
        organisation=body,
        version=version,
        person_id=request.person_id,  # type: ignore[attr-defined]
        language=language(),
        known=known_at_start(request, version),
    )
    proofs.remember(request.session, draft.pk)
    stay(request)
    return redirect(Way(draft, engine.compiled(version)).standing())


def former_draft(request: HttpRequest, body: Organisation, version: ProcedureVersion) -> Draft | None:
    """Return the deposit that this visitor began for a procedure and did not send, if any."""
    if request.person_id is None and not proofs.proved(request.session):  # type: ignore[attr-defined]
        return None
    return cases.open_draft(body.pk, version.procedure_id)


def is_untouched(draft: Draft) -> bool:
    """Return whether a draft holds nothing its person wrote: another may take its place without a word."""
    return not (draft.answers or draft.typed or draft.pages_done)


def give_up(draft: Draft) -> None:
    """Delete the draft that another takes the place of."""
    discard_draft(draft_id=draft.pk)


def known_at_start(request: HttpRequest, version: ProcedureVersion) -> dict[str, dict[str, Any]]:
    """Return what the address of the page, a signed link and the identity provider say, as far as prefills ask."""
    form = engine.compiled(version)
    address = {
        name: request.GET[name][:LONGEST] for name in form.names_from("address") if name in request.GET
    }
    claims = read_link(version=version, token=request.GET.get(PARAMETER, ""))
    proved = proofs.identity(request.session)
    identity = proved.get("told", {})
    told = {
        "address": address,
        SOURCE: {name: value for name, value in (claims or {}).items() if name in form.names_from(SOURCE)},
        "identity": {name: value for name, value in identity.items() if name in form.names_from("identity")},
    }
    if told["identity"]:
        told["told_by"] = {"identity": proved["provider"]}
    return {source: known for source, known in told.items() if known}


def identification(request: HttpRequest, version: ProcedureVersion) -> dict[str, Any]:
    """Return who told the identity of the visitor, else the providers that would, when the form has a use for it."""
    form = engine.compiled(version)
    if not form.names_from("identity") and form.definition.get("sign_in") != "required":
        return {"told_by": "", "providers": []}
    told_by = proofs.identity(request.session).get("provider", "")
    return {"told_by": told_by, "providers": [] if told_by else offered(request.get_full_path())}


def has_stale_link(request: HttpRequest, version: ProcedureVersion) -> bool:
    """Return whether the page was opened by a link that says nothing any more."""
    token = request.GET.get(PARAMETER, "")
    return bool(token) and read_link(version=version, token=token) is None
