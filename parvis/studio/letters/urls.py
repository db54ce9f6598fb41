"""Addresses of the letters of a body, under ``/atelier/<body>/``."""

from django.urls import path

from parvis.studio.letters import editing, files, views

LETTER = "courriers/<slug:code>/"
urlpatterns = [
    path("courriers/", views.letters, name="letters"),
    path("nouveau-courrier/", views.new, name="letter_new"),
    path(LETTER, views.letter, name="letter"),
    path(f"{LETTER}modifier/", editing.edit, name="letter_edit"),
    path(f"{LETTER}fichier/", files.give, name="letter_file"),
    path(f"{LETTER}versions/<int:number>/fichier/", files.download, name="letter_download"),
    path(f"{LETTER}apercu/", editing.preview, name="letter_preview"),
    path(f"{LETTER}apercu.pdf", editing.preview_pdf, name="letter_pdf"),
    path(f"{LETTER}versions/<int:number>/", views.version, name="letter_version"),
    path(f"{LETTER}versions/<int:number>/reprendre/", views.take_again, name="letter_take_again"),
    path(f"{LETTER}retirer/", views.retire, name="letter_retire"),
]
