"""Addresses of the residents' sign-in, under « /mon-espace/ »."""

from django.urls import path

from parvis.portal.signin import identity, views

urlpatterns = [
    path("connexion/", views.ask, name="sign_in"),
    path("connexion/envoye/", views.sent, name="sign_in_sent"),
    path("connexion/lien/", views.link, name="sign_in_link"),
    path("deconnexion/", views.leave, name="sign_out"),
    path("identite/<slug:code>/", identity.begin, name="identity"),
    path("identite/<slug:code>/retour/", identity.come_back, name="identity_back"),
]
