"""Addresses by which a form is tried, under ``/atelier/<body>/demarches/<code>/``."""

from django.urls import path

from parvis.studio.trial import preview

urlpatterns = [path("apercu/<slug:page>/", preview.preview, name="preview")]
