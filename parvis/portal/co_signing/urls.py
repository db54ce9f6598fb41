"""Address of the page where another person signs."""

from django.urls import path

from parvis.portal.co_signing import views

urlpatterns = [path("<str:token>/", views.co_sign, name="co_sign")]
