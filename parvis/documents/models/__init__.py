"""Models of the documents room."""

from parvis.documents.models.issued_document import DocumentKind, IssuedDocument
from parvis.documents.models.stored_file import ScanState, StoredFile

__all__ = ["DocumentKind", "IssuedDocument", "ScanState", "StoredFile"]
