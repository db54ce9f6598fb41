"""Addresses of calls."""

from django.urls import path

from parvis.desk.calls import views

urlpatterns = [
    path("appels/", views.listed, name="calls"),
    path("appels/<uuid:call_id>/suite/", views.settle, name="call_settle"),
    path("personnes/<uuid:person_id>/appels/", views.of_person, name="person_calls"),
]
