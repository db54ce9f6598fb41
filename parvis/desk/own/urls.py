"""Address of the agent's own page."""

from django.urls import path

from parvis.desk.own import views

urlpatterns = [
    path("moi/", views.own, name="own"),
    path("moi/alertes/", views.alerts, name="alerts"),
    path("moi/absences/", views.absences, name="absences"),
    path("moi/absences/<int:absence_id>/supprimer/", views.withdraw, name="withdraw_absence"),
]
