"""Addresses of the contact forms: « formulaires/ », then one of them."""

from django.urls import path

from parvis.desk.contact_forms import views

urlpatterns = [
    path("formulaires/", views.forms, name="contact_forms"),
    path("formulaires/nouveau/", views.create, name="new_contact_form"),
    path("formulaires/<int:form_id>/", views.change, name="contact_form"),
    path("formulaires/<int:form_id>/ouvert/", views.standing, name="contact_form_standing"),
    path("formulaires/<int:form_id>/code.svg", views.code, name="contact_form_code"),
]
