"""The screens of an import."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from parvis.catalogue.imports.files import BadFile, is_archive, unzipped
from parvis.catalogue.imports.registry import TEAM, SourceFile, registry
from parvis.catalogue.imports.report import What
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.services.importing import confirm_import, try_import

MOST_BYTES = 20_000_000
MOST_ROLES = 100


@require_http_methods(["GET", "POST"])
def give(request: BuilderRequest, body: str) -> HttpResponse:
    """Ask for files; by POST, try them and lead to the report. Raises NotFound."""
    organisation = enter(request, body)
    kind = request.POST.get("kind", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        files = _given(request, errors)
        if kind not in registry:
            errors["kind"] = _("Dites d’où viennent les fichiers.")
        if not errors:
            roles = roles_said(request.POST.get("roles", ""))
            pending = try_import(
                organisation=organisation, kind=kind, files=files, by=request.agent, roles=roles
            )
            return redirect("studio:import_report", body, pending.pk)
    context = {
        "kinds": list(registry),
        "kind": kind,
        "roles": request.POST.get("roles", ""),
        "wrong": errors,
        "errors": _summary(errors),
    }
    status = 422 if errors else 200
    return render(request, "studio/importing/give.html", frame(request, **context), status=status)


@require_http_methods(["GET", "POST"])
def tried(request: BuilderRequest, body: str, import_id: UUID) -> HttpResponse:
    """Show what an import would do; by POST, do it. Raises NotFound."""
    organisation = enter(request, body)
    pending = queries.pending_import(organisation, import_id)
    if request.method == "POST":
        taken = confirm_import(import_id=import_id, by=request.agent, whole=bool(request.POST.get("whole")))
        count = len(taken.versions)
        said = ngettext(
            "%(count)d démarche importée, en brouillon.",
            "%(count)d démarches importées, en brouillon.",
            count,
        )
        messages.success(request, said % {"count": count})
        if count == 1:
            return redirect("studio:procedure", body, taken.versions[0].procedure.code)
        return redirect("studio:procedures", body)
    report = pending.report
    context: dict[str, Any] = {
        "pending": pending,
        "files": [_file(one, report["lacking"]) for one in report["files"]],
        "totals": _counts(report["totals"]),
        "usable": sum(1 for one in report["files"] if not one["errors"]),
    }
    return render(request, "studio/importing/report.html", frame(request, **context))


def roles_said(text: str) -> dict[str, str]:
    """Return what roles of the source are here, from lines « role = service »; words name who is no service."""
    known = {
        _("service chargé"): "handler",
        _("responsable"): "manager",
        _("agent chargé"): "assignee",
        _("tous les agents"): "agents",
        _("la personne"): "person",
    }
    lines = (line.partition("=") for line in text.splitlines()[:MOST_ROLES])
    told = ((role.strip(), who.strip()) for role, _equals, who in lines)
    return {role: known.get(who.lower(), f"{TEAM}{who}") for role, who in told if role and who}


def _given(request: BuilderRequest, errors: dict[str, str]) -> list[SourceFile]:
    """Return the files posted, those of archives taken out; say what is wrong in ``errors``."""
    files: list[SourceFile] = []
    left = MOST_BYTES
    for upload in request.FILES.getlist("files"):
        left -= upload.size or 0
        if left < 0:
            errors["files"] = _(
                "Ces fichiers sont trop lourds ensemble : 20 Mo au plus. Importez-les en plusieurs fois."
            )
            return []
        content = upload.read()
        name = str(upload.name)
        try:
            files += unzipped(name, content) if is_archive(name, content) else [SourceFile(name, content)]
        except BadFile as bad:
            errors["files"] = str(bad)
    if not files and "files" not in errors:
        errors["files"] = _("Choisissez au moins un fichier.")
    return files


def _file(one: dict[str, Any], lacking: dict[str, Any]) -> dict[str, Any]:
    return {**one, "counts": _counts(one), "lacking": lacking.get(one["code"], [])}


def _counts(of: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Return what was understood out of what there was, leaving out what there was none of."""
    words = {
        What.FIELDS: _("questions"),
        What.CONDITIONS: _("conditions"),
        What.VALIDATIONS: _("règles"),
        What.PREFILLS: _("réponses connues d’avance"),
        What.COMPUTED_VALUES: _("valeurs calculées"),
        What.DATA_SOURCES: _("sources de données"),
        What.STATUSES: _("étapes"),
        What.TRANSITIONS: _("suites"),
        What.ACTIONS: _("actions"),
        What.TEMPLATES: _("textes de messages"),
    }
    return [
        (label, of[what]["understood"], of[what]["total"])
        for what, label in words.items()
        if what in of and of[what]["total"]
    ]


def _summary(errors: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": f"q-{name}", "text": text} for name, text in errors.items()]
