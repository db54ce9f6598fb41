"""Addresses of the check of documents."""

from django.urls import path

from parvis.portal.verify import views

urlpatterns = [path("", views.ask, name="verify"), path("<str:code>/", views.verify, name="verified")]
