"""Addresses of one's contacts, under « mon-espace/ »."""

from django.urls import path

from parvis.portal.contacts import views

urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/verifier/", views.link, name="contact_link"),
    path("contacts/<uuid:contact_id>/", views.gesture, name="contact"),
    path("contacts/<uuid:contact_id>/code/", views.code, name="contact_code"),
]
