"""Addresses of the rules: « tri/ », then one of them."""

from django.urls import path

from parvis.desk.qualification import views

urlpatterns = [
    path("tri/", views.rules, name="rules"),
    path("tri/apprendre/", views.learn, name="learn_sorting"),
    path("tri/<int:rule_id>/", views.change, name="rule"),
]
