"""Addresses of entry."""

from django.urls import path

from parvis.desk.entry import completing, views

urlpatterns = [
    path("saisie/", views.choose, name="entry"),
    path("demandes/<str:number>/completer/", completing.complete, name="case_complete"),
    path("appel/", views.call, name="call"),
    path("saisie/recue/<str:number>/", views.entered, name="entered"),
    path("saisie/recue/<str:number>/sms/", views.send_sms, name="entered_sms"),
    path("saisie/<slug:slug>/<slug:code>/", views.enter, name="enter"),
    path("saisie/<slug:slug>/<slug:code>/choix/<str:name>/", views.choices, name="entry_choices"),
]
