"""Application of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their journal."""

    name = "parvis.cases"
    label = "cases"
