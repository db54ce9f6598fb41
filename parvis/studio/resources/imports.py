"""Importing a CSV file in a table: what each column is, what would happen line by line, then for good.

Between the two the file stays with the page, signed: nothing is kept until it is imported.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.catalogue.access import get_table
from parvis.catalogue.lists.csv_files import BadFile, CsvFile, mapping_guessed, read_csv, rows_of_file
from parvis.catalogue.lists.rows import ImportReport, LineReport, Outcome
from parvis.catalogue.models import ReferenceTable
from parvis.catalogue.services.reference_tables import import_rows
from parvis.common.errors import Invalid
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.resources.forms import FileForm, ImportForm

KEPT, DO = "kept", "do"
HEAVIEST = 4_000_000
"""Characters of a file kept with its page, compressed."""
MOST_LINES = 100
KEPT_FOR = 24 * 3600
_SALT = "parvis.studio.resources.csv"
WORDS: dict[Outcome, tuple[str, str]] = {
    Outcome.CREATED: ("done", "plus"),
    Outcome.CHANGED: ("progress", "edit"),
    Outcome.SAME: ("off", "check"),
    Outcome.RETIRED: ("off", "closed"),
    Outcome.REFUSED: ("late", "warning"),
}


@require_http_methods(["GET", "POST"])
def import_file(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Ask for a file, say what it would change, import it. Raises NotFound."""
    table = get_table(request.agent, enter(request, body).pk, code)
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    try:
        if request.POST.get(KEPT):
            return _go_on(request, table)
        if form.is_valid():
            content = form.cleaned_data["file"].read()
            return draw_import(request, table, read_csv(content), kept_file(content))
    except BadFile as refusal:
        form = FileForm({}, {})
        form.errors.clear()
        form.refuse(refusal.errors)
    context = {"table": table, "form": form}
    status = 422 if form.errors else 200
    return render(request, "studio/resources/import.html", frame(request, **context), status=status)


def draw_import(
    request: BuilderRequest,
    table: ReferenceTable,
    file: CsvFile,
    kept: str,
    form: ImportForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show what each column of a file is and what would happen to each line."""
    form = form or _first_form(table, file)
    report, errors = _tried(table, file, form)
    context = {
        "table": table,
        "file": file,
        "form": form,
        "kept": kept,
        "errors": [{"id": "", "text": text} for text in errors],
        "report": report,
        "counts": _counts(report) if report else [],
        "lines": _shown(report) if report else [],
        "may_import": report is not None and _may_import(form, report),
    }
    return render(request, "studio/resources/import_check.html", frame(request, **context), status=status)


def kept_file(content: bytes) -> str:
    """Return a file as its page keeps it. Raises BadFile for one that is too heavy."""
    kept = signing.dumps(content.decode("latin-1"), salt=_SALT, compress=True)
    if len(kept) > HEAVIEST:
        raise BadFile(_("Ce fichier est trop lourd pour cette page. Coupez-le en plusieurs fichiers."))
    return kept


def _go_on(request: BuilderRequest, table: ReferenceTable) -> HttpResponse:
    """Check again as asked, or import."""
    kept = request.POST[KEPT]
    file = read_csv(_content(kept))
    form = ImportForm(request.POST, file.headers, table.columns)
    if request.POST.get(DO) != "import" or not form.is_valid():
        return draw_import(request, table, file, kept, form)
    try:
        rows = rows_of_file(file, table.columns, form.mapping(file.headers))
        report = import_rows(
            table=table, rows=rows, whole=form.cleaned_data["whole"], skip_refused=form.cleaned_data["skip"]
        )
    except Invalid:  # said again, with its lines, by the check
        return draw_import(request, table, file, kept, form, status=422)
    messages.success(request, _("Import terminé : %(what)s.") % {"what": _told(report)})
    return redirect("studio:table", table.organisation.slug, table.code)


def _content(kept: str) -> bytes:
    try:
        return str(signing.loads(kept, salt=_SALT, max_age=KEPT_FOR)).encode("latin-1")
    except signing.BadSignature:
        raise BadFile(
            _("La page est restée ouverte trop longtemps. Choisissez de nouveau le fichier.")
        ) from None


def _first_form(table: ReferenceTable, file: CsvFile) -> ImportForm:
    """Return the form with what the headers seem to be."""
    data = QueryDict(mutable=True)
    for place, name in enumerate(mapping_guessed(file.headers, table.columns)):
        data[f"header.{place}"] = name
    return ImportForm(data, file.headers, table.columns)


def _tried(table: ReferenceTable, file: CsvFile, form: ImportForm) -> tuple[ImportReport | None, list[str]]:
    """Return what an import would do, or why nothing can be tried."""
    if not form.is_valid():
        return None, [str(text) for said in form.errors.values() for text in said]
    try:
        rows = rows_of_file(file, table.columns, form.mapping(file.headers))
    except BadFile as refusal:
        return None, refusal.errors["file"]
    return import_rows(table=table, rows=rows, whole=form.cleaned_data["whole"], dry_run=True), []


def _may_import(form: ImportForm, report: ImportReport) -> bool:
    return bool(report.lines) and (not report.refused or form.cleaned_data["skip"])


def _counts(report: ImportReport) -> list[dict[str, Any]]:
    return [
        {
            "word": _outcome_words(Outcome(name)),
            "count": count,
            "tone": WORDS[Outcome(name)][0],
            "icon": WORDS[Outcome(name)][1],
        }
        for name, count in report.counts.items()
        if count
    ]


def _shown(report: ImportReport) -> list[dict[str, Any]]:
    """Return the lines one must see: those refused first, then those that change something."""
    order = [Outcome.REFUSED, Outcome.CHANGED, Outcome.RETIRED, Outcome.CREATED, Outcome.SAME]
    ranked: list[LineReport] = sorted(report.lines, key=lambda line: order.index(line.outcome))
    return [
        {
            "line": line,
            "word": _outcome_words(line.outcome),
            "tone": WORDS[line.outcome][0],
            "icon": WORDS[line.outcome][1],
        }
        for line in ranked[:MOST_LINES]
    ]


def _told(report: ImportReport) -> str:
    counts = _counts(report)
    return ", ".join(f"{one['count']} {one['word']}" for one in counts) or _("aucune ligne")


def _outcome_words(outcome: Outcome) -> str:
    return {
        Outcome.CREATED: _("ajoutée(s)"),
        Outcome.CHANGED: _("modifiée(s)"),
        Outcome.SAME: _("inchangée(s)"),
        Outcome.RETIRED: _("retirée(s)"),
        Outcome.REFUSED: _("à corriger"),
    }[outcome]
