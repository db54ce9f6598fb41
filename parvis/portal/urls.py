"""Addresses of the residents' door. A body's own addresses come last: its name could be anything."""

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("depot/", include("parvis.portal.deposit.urls")),
    path("suivi/", include("parvis.portal.follow_up.urls")),
    path("mon-espace/", include("parvis.portal.signin.urls")),
    path("mon-espace/", include("parvis.portal.signin.urls")),
    path("mon-espace/", include("parvis.portal.space.urls")),
    path("mon-espace/", include("parvis.portal.contacts.urls")),
    path("cosigner/", include("parvis.portal.co_signing.urls")),
    path("pannes/", include("parvis.portal.outages.urls")),
    path("ecrire/", include("parvis.portal.writing.urls")),
    path("media/", include("parvis.portal.media.urls")),
    path("verifier/", include("parvis.portal.verify.urls")),
    path("", include("parvis.portal.information.urls")),
    path("", include("parvis.portal.home.urls")),
    path("<slug:body>/", include("parvis.portal.procedures.urls")),
]
