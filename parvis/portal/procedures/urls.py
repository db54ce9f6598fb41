"""Addresses of procedures."""

from django.urls import path

from parvis.portal.procedures import views

urlpatterns = [
    path("demarches/<slug:code>/", views.procedure, name="procedure"),
    path("demarches/<slug:code>/commencee/", views.begun, name="begun"),
]
