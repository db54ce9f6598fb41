"""Forms of Publik, whose engine is w.c.s.: files ``.wcs`` of forms, blocks, cards, data sources…"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut
from parvis.catalogue.imports.publik.beside import gathered
from parvis.catalogue.imports.publik.blocks import block_code, fields_of, prefixes
from parvis.catalogue.imports.publik.documents import Bundle, Document
from parvis.catalogue.imports.publik.forms import definition_of, parameters_of, tell_parameters
from parvis.catalogue.imports.publik.language.scope import Parameters
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.leftovers import note_leftovers, tell_leftovers
from parvis.catalogue.imports.publik.lists import Unlisted
from parvis.catalogue.imports.publik.making import Making, Shared, field_place
from parvis.catalogue.imports.publik.questions import questions_of
from parvis.catalogue.imports.publik.sources import card_columns, card_table, of_document
from parvis.catalogue.imports.publik.workflows.attaching import alone, finish_alone
from parvis.catalogue.imports.publik.workflows.names import Names
from parvis.catalogue.imports.publik.workflows.words import parts_of
from parvis.catalogue.imports.publik.xml import BadXml, read_xml
from parvis.catalogue.imports.registry import Imported, Importer, Item, Progress, SourceFile, register
from parvis.catalogue.imports.report import FileReport, Report, What

_ROOT = re.compile(
    rb"<\s*(formdef|block|carddef|datasource|category|workflow|mail-template|comment-template|role|wscall|apiaccess)\b"
)
_HEAD = 4_000
KINDS = {
    "formdef": gettext_lazy("formulaire"),
    "block": gettext_lazy("bloc de champs"),
    "carddef": gettext_lazy("modèle de fiche"),
    "datasource": gettext_lazy("source de données"),
    "category": gettext_lazy("catégorie"),
    "workflow": gettext_lazy("circuit"),
    "mail-template": gettext_lazy("modèle de courriel"),
    "comment-template": gettext_lazy("modèle de commentaire"),
}


@register
class Publik(Importer):
    """Forms and workflows of Publik, and what they need. ``roles`` says what roles of the source are here."""

    code, label = "publik", gettext_lazy("Publik (w.c.s.)")

    def __init__(self, roles: Mapping[str, str] | None = None) -> None:
        self.roles = roles or {}

    def knowing(self, roles: Mapping[str, str]) -> "Publik":
        """Return this importer, told what the roles of the source are here."""
        return Publik(roles)

    def recognises(self, file: SourceFile) -> bool:
        """Return whether a file is an export of w.c.s., by its name or by its root."""
        return file.name.lower().endswith(".wcs") or bool(_ROOT.search(file.content[:_HEAD]))

    def identity(self, file: SourceFile) -> str:
        """Return the kind and the name of the object of a file, "" when it is not readable or nothing names it."""
        document = _document(file)
        if document is None or document.kind not in KINDS:
            return ""
        return f"{document.kind}:{document.slug or document.name}"

    def beside(self, given: Sequence[SourceFile], kept: Sequence[SourceFile]) -> list[SourceFile]:
        """Return what names something given now, through others too, and what these use."""
        now = [document for file in given if (document := _document(file)) is not None]
        return gathered(now, [(file, one) for file in kept if (one := _document(file)) is not None])

    def read(self, files: Sequence[SourceFile], *, report: Report, progress: Progress) -> Imported:
        """Return the procedures, tables, sources and blocks of the files."""
        imported, bundle, shared = Imported(report), Bundle(), Shared(roles=self.roles, reports=report)
        for file in files:
            _take(file, report, bundle)
        _read_lists(bundle, shared, report)
        _read_blocks(bundle, shared, imported)
        codes: set[str] = set()
        for done, form in enumerate(bundle.forms, start=1):
            progress(done, len(bundle.forms), form.name)
            _read_form(form, bundle, shared, imported, codes)
        for workflow in bundle.workflows.values():
            if (workflow.slug or workflow.name) not in shared.attached:
                _read_workflow(workflow, bundle, shared, imported, codes)
        _read_templates(bundle, shared, report)
        _mark_used(bundle, report)
        imported.tables = [Item(file, document) for file, document in shared.tables.values()]
        imported.sources = [Item(file, document) for file, document in shared.sources.values()]
        return imported


def _document(file: SourceFile) -> Document | None:
    try:
        return Document(file.name, read_xml(file.content))
    except BadXml:
        return None


def _take(file: SourceFile, report: Report, bundle: Bundle) -> None:
    """Read the XML of a file and keep its object; a bad file is refused in the report."""
    try:
        root = read_xml(file.content)
    except BadXml as bad:
        report.file(file.name, "").refused(place=bad.place, message=bad.message)
        return
    opened = report.file(file.name, str(KINDS.get(root.tag, root.tag)))
    if not bundle.take(Document(file.name, root)):
        reason = _("cet objet ne sert pas aux formulaires ; il n’est pas repris")
        opened.left(root.tag, place="", what=root.words("name") or root.tag, reason=reason)


def _making(report: FileReport, bundle: Bundle, shared: Shared, code: str, facts: dict[str, str]) -> Making:
    return Making(report, bundle, shared, Parameters(), facts, code)


def _read_lists(bundle: Bundle, shared: Shared, report: Report) -> None:
    """Read data sources and cards on their own: each is told of in its own file."""
    for document in bundle.sources.values():
        opened = report.of(document.file)
        making = _making(opened, bundle, shared, code_of(document.slug, fallback="source"), {})
        making.place, making.reading = document.name, document.slug
        try:
            found = of_document(document, making)
            if isinstance(found, Unlisted):
                raise NotUnderstood(found.reason)  # noqa: TRY301 - said as any other
        except NotUnderstood as why:
            opened.left(What.DATA_SOURCES, place=document.name, what=document.slug, reason=str(why))
            continue
        opened.took(What.DATA_SOURCES)
    for card in bundle.cards.values():
        _read_card(card, shared, _making(report.of(card.file), bundle, shared, card.slug, {}))


def _read_card(card: Document, shared: Shared, making: Making) -> None:
    """Make the table of a card model, and tell which of its fields are columns."""
    table = card_table(card)
    shared.tables[table["code"]] = (card.file, table)
    making.report.code = table["code"]
    columns = {one.identifier for one in card_columns(card)}
    for one in card.fields():
        making.place = field_place(one, card.name)
        note_leftovers(one, making)
        making.took(What.FIELDS)
        if one.identifier not in columns:
            making.changed(one.label, _("ce champ ne devient pas une colonne de la table"))
        if one.condition:
            reason = _("une ligne de table n’a pas de condition : la colonne est toujours proposée")
            making.left(What.CONDITIONS, one.condition.source, reason)
        if one.element.find("validation"):
            reason = _("une colonne de table n’a que son type")
            making.left(What.VALIDATIONS, one.element.find("validation").words("type", "value"), reason)  # type: ignore[union-attr]
    making.place = card.name
    how = _("un modèle de fiche devient une table de référence ; ses lignes ne sont pas dans l’export")
    making.changed(card.name, how)
    tell_leftovers(making)


def _read_blocks(bundle: Bundle, shared: Shared, imported: Imported) -> None:
    for document in bundle.blocks.values():
        opened = imported.report.of(document.file)
        making = _making(opened, bundle, shared, block_code(document), {})
        making.row_prefixes = prefixes(document)
        try:
            fields, _row = fields_of(document, making, document.name, questions_of)
        except NotUnderstood as why:
            opened.left("block", place=document.name, what=document.slug, reason=str(why))
            continue
        digest = document.root.words("digest_template")
        if digest:
            making.place = document.name
            making.changed(digest, _("une ligne du bloc se résume par toutes ses réponses"))
        tell_leftovers(making)
        made: dict[str, Any] = {
            "code": block_code(document),
            "title": cut(document.name, 200),
            "fields": fields,
        }
        opened.code = made["code"]
        imported.blocks.append(Item(document.file, made))


def _read_form(form: Document, bundle: Bundle, shared: Shared, imported: Imported, codes: set[str]) -> None:
    opened = imported.report.of(form.file)
    code = code_of(form.slug or form.name, codes)
    codes.add(code)
    facts = {
        "form_name": form.name,
        "form_slug": form.slug,
        "form_category_name": plain_line(form.root.words("category")),
        "form_type": "formdef",
    }
    making = _making(opened, bundle, shared, code, facts)
    try:
        definition = definition_of(form, making)
    except NotUnderstood as why:
        opened.refused(place=form.name, message=str(why))
        return
    opened.code = code
    imported.definitions.append(Item(form.file, definition))


def _read_workflow(
    document: Document, bundle: Bundle, shared: Shared, imported: Imported, codes: set[str]
) -> None:
    """Make a procedure of its own of a workflow that no form of the import names."""
    facts = {"form_name": document.name, "form_slug": document.slug, "form_type": "formdef"}
    making = _making(imported.report.of(document.file), bundle, shared, document.slug, facts)
    definition = alone(document, making, codes)
    if definition is None:
        return
    codes.add(definition["code"])
    parameters = parameters_of(definition, making)
    if parameters:
        definition["parameters"] = parameters
        tell_parameters(parameters, making)
    finish_alone(definition, making, document)
    tell_leftovers(making)
    imported.definitions.append(Item(document.file, definition))


def _read_templates(bundle: Bundle, shared: Shared, report: Report) -> None:
    """Tell of each template of messages that it goes with the workflows that name it."""
    for document in [*bundle.mails.values(), *bundle.comments.values()]:
        making = _making(report.of(document.file), bundle, shared, document.slug, {})
        making.after = Names(making.near, opened={}).read
        for tag in ("body", "comment"):
            if document.root.words(tag):
                parts_of(document.root.words(tag), making)
        how = _("ce modèle est recopié dans chaque parcours qui le nomme, où il se modifie")
        making.changed(document.name, how)


def _mark_used(bundle: Bundle, report: Report) -> None:
    """Tell of a category that it is taken as the theme of the procedures that name it."""
    for category in bundle.categories.values():
        how = _("une catégorie devient le thème des démarches qui la nomment")
        report.of(category.file).changed(place="", what=category.name, how=how)
