"""The tables of reference of a body: their list, what each says of itself, taking one out of use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.catalogue import list_queries
from parvis.catalogue.access import get_table
from parvis.catalogue.imports.naming import code_of
from parvis.catalogue.lists.csv_files import columns_guessed, read_csv, write_csv
from parvis.catalogue.models import ReferenceTable
from parvis.catalogue.services import retirement
from parvis.catalogue.services.reference_tables import record_table
from parvis.common import clock
from parvis.common.errors import Invalid, NotAllowed
from parvis.organisations.models import Organisation
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.resources.forms import NewTableForm, TableForm
from parvis.studio.resources.imports import draw_import, kept_file
from parvis.studio.resources.lines import COLUMNS, lines, read_lines, with_keys


@require_safe
def tables(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the tables of a body. Raises NotFound."""
    found = list_queries.tables_of(enter(request, body))
    return render(request, "studio/resources/tables.html", frame(request, tables=found))


@require_http_methods(["GET", "POST"])
def new(request: BuilderRequest, body: str) -> HttpResponse:
    """Make a table; with a file, show what it would bring. Raises NotFound."""
    organisation = enter(request, body)
    is_sent = request.method == "POST"
    form = NewTableForm(request.POST, request.FILES) if is_sent else NewTableForm()
    if form.is_valid():
        try:
            return _make(request, organisation, form)
        except Invalid as refusal:
            form.refuse(refusal.errors)
    status = 422 if form.errors else 200
    return render(request, "studio/resources/table_new.html", frame(request, form=form), status=status)


@require_http_methods(["GET", "POST"])
def edit(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Change what a table says of itself, and its columns. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    is_sent = request.method == "POST"
    columns = with_keys(read_lines(request.POST, "column", COLUMNS)) if is_sent else table.columns
    started = {"title": table.title, "description": table.description}
    form = TableForm(request.POST if is_sent else None, initial=started)
    if is_sent and form.is_valid():
        try:
            record_table(
                organisation=table.organisation, code=table.code, columns=columns, **form.cleaned_data
            )
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, _("La table est enregistrée."))
            return redirect("studio:table", body, code)
    context = {"table": table, "form": form, "lines": lines("column", COLUMNS, columns)}
    status = 422 if form.errors else 200
    return render(request, "studio/resources/table_edit.html", frame(request, **context), status=status)


@require_safe
def export(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Give a table as a CSV file. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    content = "".join(write_csv(table, list_queries.rows_found(table, "")))
    name = f"{table.code}-{clock.today():%Y-%m-%d}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def retire(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Take a table out of use, or propose it again. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    if table.retired_at:
        retirement.restore_resource(resource=table)
        messages.success(request, _("La table est de nouveau proposée."))
    else:
        retirement.retire_resource(resource=table)
        messages.success(
            request, _("La table est retirée. Les démarches qui s’en servent continuent de la proposer.")
        )
    return redirect("studio:table", body, code)


@require_POST
def delete(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Delete a table that no procedure ever named. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    try:
        retirement.delete_resource(resource=table)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("studio:table", body, code)
    messages.success(request, _("La table « %(title)s » est supprimée.") % {"title": table.title})
    return redirect("studio:tables", body)


def _make(request: BuilderRequest, body: Organisation, form: NewTableForm) -> HttpResponse:
    """Make the table, then lead to it, or to the import of its file. Raises Invalid."""
    title, given = form.cleaned_data["title"], form.cleaned_data["file"]
    file = read_csv(given.read()) if given else None
    table: ReferenceTable = record_table(
        organisation=body,
        code=code_of(title, list_queries.table_codes(body), fallback="table"),
        title=title,
        description=form.cleaned_data["description"],
        columns=columns_guessed(file) if file else (),
    )
    if file is None:
        messages.success(request, _("La table est prête. Ajoutez ses colonnes et ses lignes."))
        return redirect("studio:table_edit", body.slug, table.code)
    given.seek(0)
    return draw_import(request, table, file, kept_file(given.read()))
