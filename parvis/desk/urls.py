"""Addresses of the desk, under ``/bureau/``."""

from django.urls import include, path

app_name = "desk"
urlpatterns = [
    path("", include("parvis.desk.queues.urls")),
    path("", include("parvis.desk.cases.urls")),
    path("", include("parvis.desk.dues.urls")),
    path("", include("parvis.desk.search.urls")),
    path("", include("parvis.desk.entry.urls")),
    path("", include("parvis.desk.calls.urls")),
    path("", include("parvis.desk.people.urls")),
    path("", include("parvis.desk.outages.urls")),
    path("", include("parvis.desk.own.urls")),
    path("", include("parvis.desk.mails.urls")),
    path("", include("parvis.desk.post.urls")),
    path("", include("parvis.desk.texts.urls")),
    path("", include("parvis.desk.levels.urls")),
    path("", include("parvis.desk.breaches.urls")),
    path("", include("parvis.desk.sendings.urls")),
    path("", include("parvis.desk.qualification.urls")),
    path("", include("parvis.desk.contact_forms.urls")),
]
