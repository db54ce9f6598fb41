"""Addresses of a deposit."""

from django.urls import path

from parvis.portal.deposit import choices, exits, filling, keeping, receipt, renewing, sending

urlpatterns = [
    path("reprendre/", keeping.resume, name="resume"),
    path("reprendre/<str:token>/", keeping.resume_by_link, name="resume_link"),
    path("rappels/<str:token>/", keeping.stop, name="stop_reminders"),
    path("<uuid:draft>/", filling.draft, name="draft"),
    path("<uuid:draft>/etape/<slug:page>/", filling.page, name="draft_page"),
    path("<uuid:draft>/etape/<slug:page>/fichiers/<str:key>/", filling.upload, name="draft_upload"),
    path("<uuid:draft>/etape/<slug:page>/question/<str:name>/", choices.question, name="draft_question"),
    path("<uuid:draft>/etape/<slug:page>/sortie/", exits.way_out, name="draft_exit"),
    path("<uuid:draft>/nouveau-formulaire/", renewing.renew, name="draft_renew"),
    path("<uuid:draft>/garder/", keeping.keep, name="draft_keep"),
    path("<uuid:draft>/verification/", sending.review, name="draft_review"),
    path("<uuid:draft>/recu/", receipt.receipt, name="receipt"),
    path("<uuid:draft>/recu/accuse-de-reception.pdf", receipt.download, name="receipt_pdf"),
]
