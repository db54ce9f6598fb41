"""Addresses of the follow-up."""

from django.urls import path

from parvis.portal.follow_up import appointments, documents, gestures, steps, views

urlpatterns = [
    path("", views.follow_up, name="follow_up"),
    path("quitter/", views.leave, name="leave"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/lu/", views.read, name="case_read"),
    path("<str:number>/ecrire/", gestures.write, name="case_write"),
    path("<str:number>/pieces/<uuid:request_id>/", gestures.give, name="case_pieces"),
    path("<str:number>/attestation/", gestures.ask_attestation, name="case_attestation"),
    path("<str:number>/raisons/", gestures.ask_reasons, name="case_reasons"),
    path("<str:number>/forme/<uuid:request_id>/", gestures.mend_form, name="case_mend"),
    path("<str:number>/corriger/", gestures.correct, name="case_correct"),
    path("<str:number>/etape/<slug:key>/", steps.step, name="case_step"),
    path(
        "<str:number>/rendez-vous/<uuid:appointment_id>/",
        appointments.cancel,
        name="case_appointment",
    ),
    path("<str:number>/retirer/", gestures.withdraw, name="case_withdraw"),
    path("<str:number>/fichiers/<uuid:attachment>/", documents.given_file, name="case_file"),
    path("<str:number>/accuse-de-reception.pdf", documents.receipt, name="case_receipt"),
    path("<str:number>/attestation-de-panne/<int:outage>/", documents.outage, name="case_outage"),
    path("<str:number>/documents/<uuid:document>/", documents.issued, name="case_document"),
]
