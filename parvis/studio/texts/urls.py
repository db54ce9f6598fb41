"""Address of the texts of a procedure."""

from django.urls import path

from parvis.studio.texts import views

urlpatterns = [path("textes/", views.texts, name="texts")]
