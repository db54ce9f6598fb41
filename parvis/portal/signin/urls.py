"""Addresses of the residents' sign-in, under « /mon-espace/ »."""

from django.urls import path

from parvis.portal.signin import views

urlpatterns = [
    path("connexion/", views.ask, name="sign_in"),
    path("connexion/envoye/", views.sent, name="sign_in_sent"),
    path("connexion/lien/", views.link, name="sign_in_link"),
    path("deconnexion/", views.leave, name="sign_out"),
]
