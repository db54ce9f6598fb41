"""What a bundle holds, as documents: definitions, and the lists and blocks that their questions name."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from parvis.catalogue.forms.remarks import fields_of
from parvis.catalogue.media import NAMING
from parvis.catalogue.models import DataSource, MediaFile, ProcedureVersion, ReferenceTable, SharedBlock
from parvis.catalogue.services.resources import block_document, source_document, table_document

TABLE, SOURCE, BLOCK = "parvis-table/1", "parvis-source/1", "parvis-block/1"
Document = dict[str, Any]


@dataclass
class Documents:
    """Documents by the path they have in a bundle; ``media`` are the images and videos they show, by code."""

    by_path: dict[str, Document] = field(default_factory=dict)
    media: dict[str, MediaFile] = field(default_factory=dict)


def documents_of(versions: Iterable[ProcedureVersion]) -> Documents:
    """Return the documents of some versions, oldest first for one code, and of all they name at their bodies."""
    found = Documents()
    ranks: Counter[str] = Counter()
    for version in versions:
        procedure = version.procedure
        ranks[procedure.code] += 1  # and not its number: it has another at each body
        path = f"procedures/{procedure.code}/{ranks[procedure.code]:04}.json"
        found.by_path[path] = version.definition
        named = _named(version.definition)
        body = procedure.organisation_id
        for table in ReferenceTable.objects.filter(organisation=body, code__in=named["table"]):
            found.by_path[f"tables/{table.code}.json"] = {"format": TABLE, **table_document(table)}
        for source in DataSource.objects.filter(organisation=body, code__in=named["source"]):
            found.by_path[f"sources/{source.code}.json"] = {"format": SOURCE, **source_document(source)}
        for block in SharedBlock.objects.filter(organisation=body, code__in=named["block"]):
            last = block.versions.order_by("-number").select_related("block").first()
            if last is not None:
                found.by_path[f"blocks/{block.code}.json"] = {"format": BLOCK, **block_document(last)}
        shown = MediaFile.objects.filter(code__in=_shown(version.definition)).order_by("-pk")
        found.media |= {one.code: one for one in shown} | {
            one.code: one for one in shown if one.organisation_id == body
        }
    return found


def written(document: Any) -> bytes:
    """Return a document as JSON, always the same for the same document."""
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _shown(definition: Document) -> set[str]:
    """Return the codes of the images, videos and captions that a definition shows."""
    media = [question for _path, question in fields_of(definition) if question["type"] == "media"]
    return {question[name] for question in media for name in NAMING if question.get(name)}


def _named(definition: Document) -> dict[str, set[str]]:
    """Return the codes of tables, sources and blocks that the questions of a definition name."""
    named: dict[str, set[str]] = {"table": set(), "source": set(), "block": set()}
    for _path, question in fields_of(definition):
        for kind, codes in named.items():
            if isinstance(question.get(kind), str):
                codes.add(question[kind])
    return named
