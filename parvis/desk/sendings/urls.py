"""Addresses of the notification centre: « envois/ », and « demandes/<number>/envois/ » for one demand."""

from django.urls import path

from parvis.desk.sendings import letters, settings, views

CASE = "demandes/<str:number>/envois/"
urlpatterns = [
    path("envois/", views.listed, name="sendings"),
    path("envois/lettres/", letters.show, name="letters"),
    path("envois/lettres/lot/<int:organisation_id>/", letters.gather, name="letters_gather"),
    path("envois/lettres/<uuid:batch_id>/<str:what>/", letters.opened, name="letters_file"),
    path("envois/reglages/", settings.show, name="sending_settings"),
    path("envois/prestataires/<int:provider_id>/", settings.change_provider, name="provider"),
    path(CASE, views.of_case, name="case_sendings"),
    path(f"{CASE}contact/", views.contact, name="case_contact"),
    path(f"{CASE}jointe/", views.reached, name="case_reached"),
    path(f"{CASE}<uuid:message_id>/revenu/", views.returned, name="case_letter_returned"),
]
