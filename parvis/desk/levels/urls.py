"""Addresses of service levels."""

from django.urls import path

from parvis.desk.levels import views

urlpatterns = [
    path("engagements/", views.levels, name="levels"),
    path("engagements/nouveau/", views.agreement, name="new_agreement"),
    path("engagements/<int:agreement_id>/", views.agreement, name="agreement"),
    path("calendriers/nouveau/", views.calendar, name="new_business_calendar"),
    path("calendriers/<int:calendar_id>/", views.calendar, name="business_calendar"),
]
