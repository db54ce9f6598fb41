"""Addresses of the whole product, door by door."""

from django.urls import URLPattern, URLResolver, include, path

from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("sante/", health, name="health"),
    path("compte/", include("allauth.urls")),
    path("", include("parvis.ui.urls")),
]

handler400 = "config.middleware.errors.bad_request"
handler403 = "config.middleware.errors.forbidden"
handler404 = "config.middleware.errors.not_found"
handler500 = "config.middleware.errors.fault"
