"""Addresses of the list of procedures and of the choice of a body."""

from django.urls import path

from parvis.studio.procedures import views

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:body>/", views.procedures, name="procedures"),
]
