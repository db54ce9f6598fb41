"""Addresses of a case: « demandes/<number>/ », then the gesture."""

from django.urls import path

from parvis.desk.cases import files, views
from parvis.desk.cases.gestures import GESTURES

CASE = "demandes/<str:number>/"
urlpatterns = [
    path(CASE, views.show, name="case"),
    path(f"{CASE}repondre/", views.answer, name="case_answer"),
    path(f"{CASE}annuler-envoi/", views.call_back, name="case_call_back"),
    path(f"{CASE}effacer-brouillon/", views.drop, name="case_drop"),
    path(f"{CASE}note/", views.note, name="case_note"),
    path(f"{CASE}prendre/", views.take, name="case_take"),
    *[path(f"{CASE}{code}/", views.gesture, {"code": code}, name=f"case_{code}") for code in GESTURES],
    path(f"{CASE}fichiers/<uuid:attachment_id>/", files.attachment, name="case_file"),
    path(f"{CASE}documents/<uuid:document_id>/", files.document, name="case_document"),
    path(f"{CASE}lettres/<uuid:message_id>/", files.letter, name="case_letter"),
]
