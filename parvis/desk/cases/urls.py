"""Addresses of a case: « demandes/<number>/ », then the gesture."""

from django.urls import path

from parvis.desk.cases import appointments, files, steps, views
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
    path(f"{CASE}etape/<slug:key>/", steps.step, name="case_step"),
    path(f"{CASE}consultation/<uuid:consultation_id>/", steps.consultation, name="case_consultation"),
    path(f"{CASE}rendez-vous/<uuid:appointment_id>/", appointments.appointment, name="case_appointment"),
    path(f"{CASE}paiement/<uuid:payment_id>/", steps.payment, name="case_payment"),
    path(f"{CASE}echeance/<int:timer_id>/", steps.timer, name="case_timer"),
    path(f"{CASE}action/<uuid:run_id>/", steps.action, name="case_action"),
    path(f"{CASE}fichiers/<uuid:attachment_id>/", files.attachment, name="case_file"),
    path(f"{CASE}fichiers/<uuid:attachment_id>/apercu/", files.small, name="case_thumbnail"),
    path(f"{CASE}pieces.pdf", files.printed, name="case_print"),
    path(f"{CASE}documents/<uuid:document_id>/", files.document, name="case_document"),
    path(f"{CASE}lettres/<uuid:message_id>/", files.letter, name="case_letter"),
]
