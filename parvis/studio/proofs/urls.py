"""Addresses of the tests of a workflow, under ``/atelier/<body>/demarches/<code>/tests/``."""

from django.urls import path

from parvis.studio.proofs import views

urlpatterns = [
    path("", views.tests, name="tests"),
    path("jouer/", views.play_every, name="play_tests"),
    path("<int:test_id>/", views.test, name="test"),
    path("<int:test_id>/suite/", views.extend, name="extend_test"),
    path("<int:test_id>/geste/", views.change, name="change_test"),
]
