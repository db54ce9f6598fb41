"""Addresses of the whole product, door by door."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from config.demonstration.loopback import may_exist
from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("sante/", health, name="health"),
    # An agent's address is their body's word: allauth's page that adds others gives way to the account's page.
    path("compte/email/", RedirectView.as_view(pattern_name="mfa_index")),
    path("compte/", include("allauth.urls")),
    path("api/v1/", include("parvis.api.urls")),
    path("bureau/", include("parvis.desk.urls")),
    path("atelier/", include("parvis.studio.urls")),
    path("", include("parvis.ui.urls")),
    path("", include("parvis.portal.urls")),  # last: a body's name may be anything
]
if may_exist():
    urlpatterns.insert(0, path("demo/", include("config.demonstration.urls")))

handler400 = "config.middleware.errors.bad_request"
handler403 = "config.middleware.errors.forbidden"
handler404 = "config.middleware.errors.not_found"
handler500 = "config.middleware.errors.fault"
