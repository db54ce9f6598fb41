"""Addresses of the files of persons."""

from django.urls import path

from parvis.desk.people import views

urlpatterns = [path("personnes/<uuid:person_id>/", views.person, name="person")]
