"""Workflows beside the forms that name them; one that no form of the import names becomes a procedure of its own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut
from parvis.catalogue.imports.publik.documents import Document, workflow_options
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.publik.workflows.circuit import SERVICE_PAGE, Built, build
from parvis.catalogue.imports.publik.workflows.default import SLUG, default_workflow
from parvis.catalogue.imports.publik.workflows.repairing import repair
from parvis.catalogue.imports.report import FileReport

CARDS = "_carddef_default"


def attach(form: Document, definition: dict[str, Any], making: Making) -> None:
    """Put the workflow that a form names into its definition; what cannot be is told, and the form stays."""
    document = _named(form, making)
    if document is None:
        return
    report = _report_of(document, making)
    own = replace(making, report=report, place="")
    email = definition.get("contact", {}).get("email", "")
    try:
        built = build(
            document,
            own,
            chosen=making.shared.roles,
            own_addresses=frozenset({email} - {""}),
            form_names={one.identifier: one.name for one in form.fields()},
        )
    except NotUnderstood as why:
        report.refused(place=document.name, message=str(why))
        making.changed(
            document.name, _("le circuit n’est pas repris : la démarche se traite avec les gestes du bureau")
        )
        return
    _put(built, definition)
    repair(definition, report)
    how = _("le parcours de la démarche vient de ce circuit")
    making.report.changed(place=form.name, what=document.name, how=how)
    _tell_decisions(definition, report)


def alone(document: Document, making: Making, codes: set[str]) -> dict[str, Any] | None:
    """Return a procedure that holds a workflow and asks what it reads, None when the workflow is refused."""
    for name, _label, value in workflow_options(document):
        making.parameters.given[name] = value
    try:
        built = build(document, making, chosen=making.shared.roles, alone=True)
    except NotUnderstood as why:
        making.report.refused(place=document.name, message=str(why))
        return None
    code = code_of(f"parcours {document.slug or document.name}", codes)
    title = cut(plain_line(document.name) or code, 200)
    definition: dict[str, Any] = {"format": "parvis-procedure/1", "code": code, "title": title}
    definition["form"] = {"pages": [{"key": "demande", "title": title, "fields": _asked(built)}]}
    _put(built, definition)
    return definition


def finish_alone(definition: dict[str, Any], making: Making, document: Document) -> None:
    """Check the procedure of a workflow alone, and say what it is."""
    repair(definition, making.report)
    making.report.code = definition["code"]
    making.report.changed(
        place="",
        what=document.name,
        how=_("aucun formulaire de l’import ne le nomme : il devient une démarche qui demande ce qu’il lit"),
    )
    _tell_decisions(definition, making.report)


def _named(form: Document, making: Making) -> Document | None:
    """Return the workflow that a form names: one of the import, or the one that every site has."""
    found = making.bundle.workflow_of(form)
    if found is not None:
        return found
    named = form.root.find("workflow")
    if named is None:
        return None
    identifier = named.attributes.get("workflow_id", "") or named.attributes.get("slug", "")
    if identifier == SLUG:
        return default_workflow()
    if identifier != CARDS:
        how = _("ce circuit n’est pas dans l’import : donnez-le avec le formulaire")
        making.report.changed(place=form.name, what=" ".join(named.text.split()) or identifier, how=how)
    return None


def _report_of(document: Document, making: Making) -> FileReport:
    """Return the report of a workflow: told once, whichever form names it first."""
    known = making.shared.attached.setdefault(document.slug or document.name, making.code)
    if known != making.code or not document.file or making.shared.reports is None:
        return FileReport(document.file, "")
    report = making.shared.reports.of(document.file)
    report.code = making.code
    return report


def _put(built: Built, definition: dict[str, Any]) -> None:
    definition["workflow"] = built.workflow
    if built.service_fields:
        page = {"key": SERVICE_PAGE, "title": _("Suivi par le service"), "fields": built.service_fields}
        definition["agent_form"] = {"pages": [page]}


def _asked(built: Built) -> list[dict[str, Any]]:
    taken = {one["key"] for one in built.opened}
    key = "demande" if "demande" not in taken else "votre_demande"
    own = {"key": key, "type": "long_text", "label": _("Votre demande"), "required": False}
    return [own, *built.opened]


def _tell_decisions(definition: Mapping[str, Any], report: FileReport) -> None:
    """Say which choices look like a decision, which our law wants taken as one."""
    for each in definition.get("workflow", {}).get("transitions", []):
        words = each["label"].lower()
        if each.get("when", {"on": "button"})["on"] == "button" and words.startswith(
            ("accept", "refus", "rejet")
        ):
            report.changed(
                place=each["label"],
                what=each["label"],
                how=_(
                    "si ce choix est une décision, ajoutez-y l’action « Décider » : motifs et voies de recours suivent"
                ),
            )
