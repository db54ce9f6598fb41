"""Addresses of what is said of a form, under ``/atelier/<body>/demarches/<code>/remarques/``."""

from django.urls import path

from parvis.studio.remarks import views

urlpatterns = [
    path("", views.remarks, name="remarks"),
    path("laisser/", views.leave, name="leave_remark"),
    path("conseil/", views.follow, name="follow_advice"),
    path("<int:remark_id>/", views.settle, name="settle_remark"),
]
