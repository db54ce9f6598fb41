"""Addresses of the life of a procedure, under ``/atelier/<body>/demarches/<code>/``."""

from django.urls import path

from parvis.studio.life import exporting, history, publication, views

urlpatterns = [
    path("", views.procedure, name="procedure"),
    path("preparer/", views.prepare, name="prepare"),
    path("publier/", publication.publication, name="publication"),
    path("retirer/", publication.retire, name="retire"),
    path("abandonner/", publication.discard, name="discard"),
    path("historique/", history.history, name="history"),
    path("historique/<int:number>/changements/", history.changes, name="changes"),
    path("historique/<int:number>/reprendre/", history.begin_again, name="begin_again"),
    path("exporter/", exporting.export, name="export"),
]
