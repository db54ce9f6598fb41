"""Addresses of the personal space."""

from django.urls import path

from parvis.portal.space import views

urlpatterns = [
    path("", views.space, name="space"),
    path("profil/", views.profile, name="profile"),
    path("consultations/", views.looks, name="looks"),
]
