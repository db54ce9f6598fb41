"""Addresses of homes and searches."""

from django.urls import path

from parvis.portal.home import places, views

urlpatterns = [
    path("", views.region, name="region"),
    path("rechercher/", views.region_search, name="search"),
    path("rechercher/communes/", places.suggestions, name="municipality_suggestions"),
    path("rechercher/adresses/", places.addresses, name="address_suggestions"),
    path("rechercher/ma-position/", places.here, name="here"),
    path("<slug:body>/", views.body_home, name="body"),
    path("<slug:body>/recherche/", views.body_search, name="body_search"),
    path("<slug:body>/contour.json", places.outline, name="outline"),
]
