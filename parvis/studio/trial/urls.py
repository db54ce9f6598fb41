"""Addresses by which a form is tried, under ``/atelier/<body>/demarches/<code>/``."""

from django.urls import path

from parvis.studio.trial import links, preview, visiting

urlpatterns = [
    path("apercu/<slug:page>/", preview.preview, name="preview"),
    path("essai/", links.trial, name="trial"),
]

# Under ``/atelier/essai/<token>/``, for whoever holds the link.
public_urlpatterns = [
    path("", visiting.begin, name="try"),
    path("<slug:page>/", visiting.page, name="try_page"),
    path("<slug:page>/remarques/", visiting.remark, name="try_remark"),
]
