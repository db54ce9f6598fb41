"""Addresses of the studio, under ``/atelier/``. What is of no body comes first: a body's name may be anything else."""

from django.urls import include, path

app_name = "studio"
urlpatterns = [
    path("", include("parvis.studio.procedures.urls")),
    path("<slug:body>/", include("parvis.studio.resources.urls")),
]
