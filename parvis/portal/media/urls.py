"""Addresses of the media that forms show."""

from django.urls import path

from parvis.portal.media import views

urlpatterns = [path("<str:code>", views.medium, name="medium")]
