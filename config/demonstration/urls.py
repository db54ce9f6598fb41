"""Addresses of the demonstration, under « /demo/ »."""

from django.urls import path

from config.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.index, name="index"),
    path("agent/<int:agent_id>/", views.become_agent, name="become_agent"),
    path("usager/<uuid:person_id>/", views.become_person, name="become_person"),
    path("messages/", views.messages, name="messages"),
]
