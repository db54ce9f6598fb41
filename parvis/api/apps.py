"""Application of the api room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST API."""

    name = "parvis.api"
    label = "api"
