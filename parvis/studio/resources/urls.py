"""Addresses of what the procedures of a body share, under ``/atelier/<body>/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
