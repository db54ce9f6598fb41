"""Addresses of search."""

from django.urls import path

from parvis.desk.search import views

urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("recherche/suggestions/", views.suggest, name="suggest"),
]
