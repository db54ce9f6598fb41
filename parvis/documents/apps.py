"""Application of the documents room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files and PDF."""

    name = "parvis.documents"
    label = "documents"
