"""Addresses of the design system."""

from django.urls import path

from parvis.ui import views

app_name = "ui"
urlpatterns = [
    path("theme/<str:key>.css", views.theme, name="theme"),
    path("preferences/theme/", views.set_theme, name="set_theme"),
    path("preferences/langue/", views.set_language, name="set_language"),
    path("style/", views.style, name="style"),
    path("style/suggestions/", views.style_suggestions, name="style_suggestions"),
    path("style/bureau/", views.style, {"page": "desk"}, name="style_desk"),
]
