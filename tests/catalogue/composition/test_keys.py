"""Keys made of words."""

import pytest

from parvis.catalogue.composition.keys import page_key, question_key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Nom de famille", "nom_famille"),
        ("Êtes-vous locataire ?", "locataire"),
        ("Quelle est la date de naissance de votre enfant ?", "date_naissance_enfant"),
        ("Y a-t-il un ?", "y_a_t_il_un"),
        ("2e prénom", "e_prenom"),
        ("…", "question"),
        ("today", "today_"),
    ],
)
def test_a_key_keeps_the_words_that_say_something(label, key):
    assert question_key(label, ()) == key


def test_a_key_is_never_taken_twice():
    assert question_key("Nom", {"nom", "nom_2"}) == "nom_3"
    assert page_key("Votre enfant", {"enfant"}) == "enfant-2"


def test_a_long_label_gives_a_key_that_the_format_takes():
    assert len(question_key("anticonstitutionnellement " * 20, ())) <= 50
