"""Addresses of contact forms: printed and linked to, they never change."""

from django.urls import path

from parvis.portal.writing import views

urlpatterns = [
    path("<slug:code>/", views.write, name="write"),
    path("<slug:code>/recu/<uuid:case_id>/", views.written, name="written"),
]
