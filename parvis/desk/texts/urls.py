"""Addresses of SMS that came."""

from django.urls import path

from parvis.desk.texts import views

urlpatterns = [
    path("sms/", views.listed, name="sms"),
    path("sms/<uuid:sms_id>/demande/", views.make, name="sms_make"),
]
