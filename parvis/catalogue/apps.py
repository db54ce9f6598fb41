"""Application of the catalogue room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Procedures and forms."""

    name = "parvis.catalogue"
    label = "catalogue"
