"""Addresses of lists."""

from django.urls import path

from parvis.desk.queues import together, views

urlpatterns = [
    path("", views.home, name="home"),
    path("files/attribuer/", views.assign, name="assign_many"),
    path("files/avancer/", together.advance, name="advance"),
    path("files/avancer/<uuid:batch>/", together.advanced, name="advanced"),
    path("files/<slug:code>/", views.queue, name="queue"),
    path("vues/", views.keep, name="keep_view"),
    path("vues/<int:view_id>/renommer/", views.rename, name="rename_view"),
    path("vues/<int:view_id>/supprimer/", views.forget, name="forget_view"),
]
