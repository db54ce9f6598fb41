"""Application of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their journal."""

    name = "parvis.cases"
    label = "cases"

    def ready(self) -> None:
        """Import what is found by import."""
        from parvis.cases import book, handlers, personal_data, rehearsal  # noqa: F401, PLC0415
        from parvis.catalogue.case_book import open_book  # noqa: PLC0415
        from parvis.catalogue.publication_checks import before_publication  # noqa: PLC0415
        from parvis.catalogue.workflows.actions import actions  # noqa: PLC0415

        open_book(book.Book())
        before_publication(rehearsal.broken_tests)
        actions.also("parvis.cases.actions")
