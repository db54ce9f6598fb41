"""Addresses of post: « courrier/ », then a letter or a pile, then the gesture."""

from django.urls import path

from parvis.desk.post import piles, views

LETTER = "courrier/<uuid:letter_id>/"
PILE = "courrier/liasses/<uuid:pile_id>/"
urlpatterns = [
    path("courrier/", views.listed, name="post"),
    path("courrier/ajouter/", piles.give, name="post_give"),
    path("courrier/intercalaire/", piles.sheet, name="post_sheet"),
    path(f"{PILE}original/", piles.original, name="pile_original"),
    path(f"{PILE}relire/", piles.again, name="pile_again"),
    path(LETTER, views.show, name="letter"),
    path(f"{LETTER}page/<int:page>/", views.picture, name="letter_page"),
    path(f"{LETTER}pdf/", views.content, name="letter_pdf"),
    path(f"{LETTER}joindre/", views.join, name="letter_join"),
    path(f"{LETTER}demande/", views.make, name="letter_make"),
    path(f"{LETTER}revenu/", views.returned, name="letter_returned"),
    path(f"{LETTER}ecarter/", views.dismissed, name="letter_dismiss"),
]
