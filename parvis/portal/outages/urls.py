"""Addresses of outages. The certificate of a demand is beside its other documents (``follow_up``)."""

from django.urls import path

from parvis.portal.outages import views

urlpatterns = [
    path("", views.outages, name="outages"),
    path("tentative/", views.ask, name="attempt_ask"),
    path("tentative/<uuid:attempt>/", views.attempt, name="attempt"),
    path("tentative/<uuid:attempt>/attestation.pdf", views.certificate, name="attempt_certificate"),
]
