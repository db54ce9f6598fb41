"""Application of the documents room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files and PDF."""

    name = "parvis.documents"
    label = "documents"

    def ready(self) -> None:
        """Import what is found by import."""
        from parvis.documents import personal_data  # noqa: F401, PLC0415
