"""Reads of documents, under the actor's scope, and the public check of a document by its code."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from parvis.documents.models import DocumentKind, IssuedDocument, StoredFile
from parvis.documents.verification import read_code


@dataclass(frozen=True)
class VerifiedDocument:
    """What a check answers: what was issued, when, and facts that say nothing of anyone."""

    kind: DocumentKind
    issued_at: datetime
    sha256: str
    facts: dict[str, str]


def verify_document(written_code: str) -> VerifiedDocument | None:
    """Return what was issued under a code, however it was typed; None when nothing was. Open to anyone."""
    code = read_code(written_code)
    if not code:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, issued_at, sha256, facts FROM parvis_verify_document(%s)", [code])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, issued_at, sha256, facts = row
    return VerifiedDocument(
        DocumentKind(kind), issued_at, sha256, json.loads(facts) if isinstance(facts, str) else facts
    )


def letter_of_code(written_code: str) -> tuple[UUID, str] | None:
    """Return what a letter of ours was about and the key of its file, by the code it carries; None if none is seen."""
    code = read_code(written_code)
    if not code:
        return None
    return IssuedDocument.objects.filter(code=code).values_list("about", "file__key").first()


def files_by_id(ids: Sequence[UUID]) -> list[StoredFile]:
    """Return files that the actor sees, in the order asked."""
    found = StoredFile.objects.in_bulk(list(ids))
    return [found[key] for key in ids if key in found]


def letters_about(about: UUID) -> list[IssuedDocument]:
    """Return what was issued about something, oldest first, with the names of its files: to be listed, not opened."""
    documents = IssuedDocument.objects.filter(about=about).select_related("file").order_by("issued_at", "id")
    return list(documents.only("id", "kind", "issued_at", "file__name"))


def issued_documents(about: UUID, kind: DocumentKind | None = None) -> list[IssuedDocument]:
    """Return what was issued about something, oldest first, with its file, as far as the actor sees it."""
    documents = IssuedDocument.objects.filter(about=about).select_related("file").order_by("issued_at", "id")
    return list(documents.filter(kind=kind) if kind else documents)
