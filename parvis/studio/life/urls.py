"""Addresses of the life of a procedure, under ``/atelier/<body>/demarches/<code>/``."""

from django.urls import path

from parvis.studio.life import views

urlpatterns = [
    path("", views.procedure, name="procedure"),
    path("preparer/", views.prepare, name="prepare"),
]
