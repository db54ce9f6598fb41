"""The rows of a table: their list, searched and paged; one of them, written by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.catalogue import list_queries
from parvis.catalogue.access import get_table
from parvis.catalogue.errors import RowsRefused
from parvis.catalogue.field_types import clean_line
from parvis.catalogue.lists.columns import read_box, write_box
from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.models import ReferenceRow, ReferenceTable
from parvis.catalogue.services import retirement
from parvis.catalogue.services.reference_tables import import_rows
from parvis.common import clock
from parvis.common.errors import Invalid, NotAllowed
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.resources.forms import RowForm
from parvis.studio.resources.shown import row_lines

A_PAGE = 50


@require_safe
def rows(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the rows of a table. Raises NotFound."""
    organisation = enter(request, body)
    table = get_table(request.agent, organisation.pk, code)
    words = clean_line(request.GET.get("q", ""))[:100]
    page = Paginator(list_queries.rows_found(table, words), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": table,
        "words": words,
        "lines": row_lines(table, page.object_list, clock.today()),
        "count": page.paginator.count,
        "place": _("%(first)d à %(last)d sur %(count)d")
        % {"first": page.start_index(), "last": page.end_index(), "count": page.paginator.count},
        "previous": _address(words, page.previous_page_number()) if page.has_previous() else "",
        "next": _address(words, page.next_page_number()) if page.has_next() else "",
        "users": list_queries.versions_in_use(code, "table", [organisation.pk]),
    }
    return render(request, "studio/resources/table.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def row(request: BuilderRequest, body: str, code: str, row: int = 0) -> HttpResponse:
    """Add a row, or change one. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    held = list_queries.row_of(table, row) if row else None
    form = RowForm(
        request.POST if request.method == "POST" else None,
        table.columns,
        initial=_initial(held),
        is_new=held is None,
    )
    if form.is_valid() and _saved(table, form, held):
        messages.success(request, _("La ligne est enregistrée."))
        return redirect("studio:table", body, code)
    context = {"table": table, "form": form, "row": held}
    status = 422 if form.errors else 200
    return render(request, "studio/resources/row.html", frame(request, **context), status=status)


@require_POST
def delete(request: BuilderRequest, body: str, code: str, row: int) -> HttpResponse:
    """Delete a row of a table that no procedure ever named. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    try:
        retirement.delete_row(row=list_queries.row_of(table, row))
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("studio:table_row", body, code, row)
    messages.success(request, _("La ligne est supprimée."))
    return redirect("studio:table", body, code)


def _initial(held: ReferenceRow | None) -> dict[str, Any]:
    if held is None:
        return {}
    boxes = {f"column.{key}": write_box(value) for key, value in held.columns.items()}
    return {
        "label": held.label,
        "valid_from": held.valid_from.isoformat() if held.valid_from else "",
        "valid_until": held.valid_until.isoformat() if held.valid_until else "",
        **boxes,
    }


def _saved(table: ReferenceTable, form: RowForm, held: ReferenceRow | None) -> bool:
    """Write the row; say under its boxes what is wrong."""
    given = form.cleaned_data
    boxes: dict[str, Any] = {}
    for column in table.columns:
        name = f"column.{column['key']}"
        try:
            boxes[column["key"]] = read_box(column, given[name])
        except Invalid as refusal:
            form.refuse({name: refusal.errors[""]})
    code = held.code if held else given["code"]
    if held is None and not form.errors and list_queries.has_row(table, code):
        form.refuse({"code": [_("Une ligne de cette table a déjà ce code.")]})
    if form.errors:
        return False
    row = RowGiven(code, given["label"], boxes, given["valid_from"], given["valid_until"])
    try:
        import_rows(table=table, rows=[row])
    except RowsRefused as refusal:
        form.refuse({"": [sentence for line in refusal.report.refused for sentence in line.sentences]})
        return False
    return True


def _address(words: str, page: int) -> str:
    asked = {"q": words} if words else {}
    return f"?{urlencode({**asked, 'page': str(page)})}"
