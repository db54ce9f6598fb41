"""Addresses of the register of breaches."""

from django.urls import path

from parvis.desk.breaches import views

urlpatterns = [
    path("violations/", views.breaches, name="breaches"),
    path("violations/registre.csv", views.register, name="breach_register"),
    path("violations/<uuid:breach_id>/", views.breach, name="breach"),
]
