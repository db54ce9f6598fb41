"""Addresses of e-mails: « e-mails/ », then one of them, then the gesture."""

from django.urls import path

from parvis.desk.mails import boxes, views

MAIL = "e-mails/<uuid:mail_id>/"
urlpatterns = [
    path("e-mails/", views.listed, name="mails"),
    path("e-mails/boites/", boxes.health, name="mail_boxes"),
    path("e-mails/adresses/<int:address_id>/retirer/", boxes.retire, name="mail_address_retire"),
    path(MAIL, views.show, name="mail"),
    path(f"{MAIL}original/", views.original, name="mail_original"),
    path(f"{MAIL}joindre/", views.join, name="mail_join"),
    path(f"{MAIL}demande/", views.make, name="mail_make"),
    path(f"{MAIL}ecarter/", views.dismissed, name="mail_dismiss"),
    path(f"{MAIL}relire/", views.replayed, name="mail_replay"),
]
