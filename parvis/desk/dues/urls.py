"""Addresses of what falls due."""

from django.urls import path

from parvis.desk.dues import views

urlpatterns = [
    path("echeances/", views.dues, name="dues"),
    path("echeances/calendrier/", views.calendar, name="due_calendar"),
    path("echeances/charge/", views.load, name="due_load"),
    path("avis/", views.opinions, name="opinions"),
    path("demandes/<str:number>/delais/", views.why, name="case_clocks"),
]
