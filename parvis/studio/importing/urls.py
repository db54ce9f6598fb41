"""Addresses of imports, under ``/atelier/<body>/importer/``."""

from django.urls import path

from parvis.studio.importing import views

urlpatterns = [
    path("", views.give, name="import"),
    path("<uuid:import_id>/", views.tried, name="import_report"),
]
