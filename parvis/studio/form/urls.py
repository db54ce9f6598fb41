"""Addresses of the editor, under ``/atelier/<body>/demarches/<code>/questions/``."""

from django.urls import path

from parvis.studio.form import adding, gestures, pasting, views

urlpatterns = [
    path("", views.editor, name="editor"),
    path("ajouter/", adding.add, name="add"),
    path("coller/", pasting.paste, name="paste"),
    path("gestes/", gestures.gesture, name="gesture"),
    path("etape/<slug:page>/", views.step, name="step"),
    path("q/<str:address>/", views.question, name="question"),
]
