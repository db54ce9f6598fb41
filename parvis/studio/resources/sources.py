"""The data sources of a body: their list and health, how each is read, trying one now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.catalogue import list_queries
from parvis.catalogue.access import get_source
from parvis.catalogue.field_types import clean_line
from parvis.catalogue.imports.naming import code_of
from parvis.catalogue.lists.wanting import want
from parvis.catalogue.models import DataSource
from parvis.catalogue.services import retirement
from parvis.catalogue.services.data_sources import record_source
from parvis.catalogue.services.source_copies import wake_source
from parvis.common.errors import Invalid, NotAllowed
from parvis.organisations.models import Organisation
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.resources.forms import SourceForm
from parvis.studio.resources.lines import PARAMETERS, SOURCE_COLUMNS, lines, read_lines, with_keys
from parvis.studio.resources.shown import source_state

SAMPLE = 10
TRIED = "essai"
"""Before the values with which a builder tries a source, in the address."""


@require_safe
def sources(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the sources of a body, with how each is. Raises NotFound."""
    found = list_queries.source_states(enter(request, body), retired=True)
    context = {"lines": [{"source": one.source, "state": source_state(one)} for one in found]}
    return render(request, "studio/resources/sources.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def new(request: BuilderRequest, body: str) -> HttpResponse:
    """Declare a source. Raises NotFound."""
    return _edit(request, enter(request, body), None)


@require_http_methods(["GET", "POST"])
def edit(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Change how a source is read. Raises NotFound."""
    organisation = enter(request, body)
    return _edit(request, organisation, get_source(request.agent, organisation.pk, code))


@require_safe
def source(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show how a source is, what it last gave, and who uses it. Raises NotFound."""
    organisation = enter(request, body)
    found = get_source(request.agent, organisation.pk, code)
    values = _values(found, request.GET)
    copy = list_queries.latest_copy(found, {name: text for name, text in values.items() if text})
    context = {
        "source": found,
        "state": source_state(list_queries.state_of(found)),
        "copy": copy,
        "rows": _sample(found, copy.rows if copy else []),
        "headers": [_("Code"), _("Libellé"), *(column["label"] for column in found.columns)],
        "boxes": [_box(name, text) for name, text in values.items()],
        "users": list_queries.versions_in_use(code, "source", [organisation.pk]),
    }
    return render(request, "studio/resources/source.html", frame(request, **context))


@require_POST
def try_now(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Have a source read once this page is over, then show what it gave. Raises NotFound."""
    found = get_source(request.agent, enter(request, body).pk, code)
    values = _values(found, request.POST)
    wake_source(source_id=found.pk)
    want(found.pk, {name: text for name, text in values.items() if text})
    asked = urlencode({f"{TRIED}.{name}": text for name, text in values.items() if text})
    return redirect(f"{reverse('studio:source', args=[body, code])}{f'?{asked}' if asked else ''}#essai")


@require_POST
def retire(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Take a source out of use, or propose it again. Raises NotFound."""
    found = get_source(request.agent, enter(request, body).pk, code)
    if found.retired_at:
        retirement.restore_resource(resource=found)
        messages.success(request, _("La source est de nouveau proposée."))
    else:
        retirement.retire_resource(resource=found)
        messages.success(
            request, _("La source est retirée. Les démarches qui s’en servent continuent de la lire.")
        )
    return redirect("studio:source", body, code)


@require_POST
def delete(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Delete a source that no procedure ever named. Raises NotFound."""
    found = get_source(request.agent, enter(request, body).pk, code)
    try:
        retirement.delete_resource(resource=found)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("studio:source", body, code)
    messages.success(request, _("La source « %(title)s » est supprimée.") % {"title": found.title})
    return redirect("studio:sources", body)


def _edit(request: BuilderRequest, body: Organisation, held: DataSource | None) -> HttpResponse:
    is_sent = request.method == "POST"
    form = SourceForm(request.POST if is_sent else None, initial=_initial(held))
    columns, parameters = _lines_of(held)
    if is_sent:
        columns = with_keys(read_lines(request.POST, "column", SOURCE_COLUMNS))
        parameters = read_lines(request.POST, "parameter", PARAMETERS)
        if form.is_valid():
            try:
                saved = _record(body, held, form, columns, parameters)
            except Invalid as refusal:
                form.refuse(refusal.errors)
            else:
                messages.success(request, _("La source est enregistrée. Essayez-la."))
                return redirect("studio:source", body.slug, saved.code)
    context = {
        "source": held,
        "form": form,
        "columns": lines("column", SOURCE_COLUMNS, columns),
        "parameters": lines("parameter", PARAMETERS, parameters),
    }
    status = 422 if form.errors else 200
    return render(request, "studio/resources/source_edit.html", frame(request, **context), status=status)


def _record(
    body: Organisation,
    held: DataSource | None,
    form: SourceForm,
    columns: list[dict[str, str]],
    parameters: list[dict[str, str]],
) -> DataSource:
    """Record what was typed. Raises Invalid."""
    given = form.cleaned_data
    taken = list_queries.source_codes(body)
    return record_source(
        organisation=body,
        code=held.code if held else code_of(given["title"], taken, fallback="source"),
        columns=columns,
        parameters={line["name"]: line["formula"] for line in parameters},
        **given,
    )


def _initial(held: DataSource | None) -> dict[str, Any]:
    return {name: getattr(held, name) for name in SourceForm.base_fields} if held else {}


def _lines_of(held: DataSource | None) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    if held is None:
        return [], []
    parameters = [
        {"key": name, "name": name, "formula": formula} for name, formula in held.parameters.items()
    ]
    return held.columns, parameters


def _values(source: DataSource, given: QueryDict) -> dict[str, str]:
    """Return the values with which a source is tried, by parameter."""
    return {name: clean_line(given.get(f"{TRIED}.{name}", ""))[:200] for name in source.parameters}


def _box(name: str, text: str) -> dict[str, Any]:
    own = {"id": f"essai-{name}", "name": f"{TRIED}.{name}", "label": name, "value": text}
    return {"template": "fields/input.html", "context": own}


def _sample(source: DataSource, rows: list[dict[str, Any]]) -> list[list[Any]]:
    keys = [column["key"] for column in source.columns]
    return [
        [row["code"], row["label"], *(row["columns"].get(key, "") for key in keys)] for row in rows[:SAMPLE]
    ]
