"""Addresses of the pages that a public site owes."""

from django.urls import path

from parvis.portal.information import views

urlpatterns = [
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal_notice, name="legal_notice"),
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
    path("aide/", views.contact, name="contact"),
]
