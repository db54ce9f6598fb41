"""Addresses of outages on the desk."""

from django.urls import path

from parvis.desk.outages import gestures, views

urlpatterns = [
    path("pannes/", views.outages, name="outages"),
    path("pannes/declarer/", views.declare, name="outage_declare"),
    path("pannes/tentative/", views.attempt, name="outage_attempt"),
    path("pannes/<int:outage_id>/", views.outage, name="outage"),
    path("pannes/<int:outage_id>/corriger/", views.correct, name="outage_correct"),
    path("pannes/<int:outage_id>/finir/", gestures.end, name="outage_end"),
    path("pannes/<int:outage_id>/ecarter/", gestures.dismiss, name="outage_dismiss"),
    path("pannes/<int:outage_id>/demandes/", gestures.report, name="outage_report"),
]
