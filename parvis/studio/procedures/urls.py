"""Addresses of the list of procedures and of the choice of a body."""

from django.urls import path

from parvis.studio.life.exporting import export_all
from parvis.studio.procedures import beginning, views

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:body>/", views.procedures, name="procedures"),
    path("<slug:body>/nouvelle/", beginning.new, name="new"),
    path("<slug:body>/nouvelle/catalogue/", beginning.catalogue, name="catalogue"),
    path("<slug:body>/exporter/", export_all, name="export_all"),
]
