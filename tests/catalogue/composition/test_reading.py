"""Paper forms, as people paste them."""

import pytest

from parvis.catalogue.composition.reading import Line, guess_type, read_form


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Nom de famille", "text"),
        ("Date de naissance", "date"),
        ("Adresse e-mail", "email"),
        ("Adresse du logement", "address"),
        ("Téléphone portable", "phone"),
        ("Êtes-vous locataire ?", "yes_no"),
        ("Nombre d’enfants à charge", "number"),
        ("Copie de la pièce d’identité", "file"),
        ("Décrivez votre projet", "long_text"),
        ("Commune de résidence", "municipality"),
        ("Numéro SIRET", "company"),
        ("Montant demandé", "currency"),
        ("Garage", "text"),
    ],
)
def test_the_words_of_a_question_tell_its_type(label, code):
    assert guess_type(label) == code


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. Nom de famille* : ..........", Line("text", "Nom de famille")),
        ("Complément d’adresse (facultatif)", Line("address", "Complément d’adresse", required=False)),
        (
            "Situation : célibataire / marié(e) / pacsé(e)",
            Line("choice", "Situation", choices=("célibataire", "marié(e)", "pacsé(e)")),
        ),
        ("Logement meublé : ☐ oui ☐ non", Line("yes_no", "Logement meublé")),
        ("Avez-vous un chien ? oui / non", Line("yes_no", "Avez-vous un chien ?")),
        ("Ouverture (date)", Line("date", "Ouverture")),
        ("Ouverture : date", Line("date", "Ouverture")),
        ("# Le demandeur", Line("page", "Le demandeur")),
        ("II - LE PROJET", Line("page", "Le projet")),
        ("Cadre 3 : Votre logement", Line("page", "Votre logement")),
    ],
)
def test_a_line_says_what_it_is(text, line):
    assert read_form(text) == [line]


def test_boxes_under_a_question_are_its_answers():
    text = "Quels travaux (cochez les cases) :\n☐ toiture\n☐ façade ☐ fenêtres\n\nDate des travaux"
    assert read_form(text) == [
        Line(
            "multiple_choice", "Quels travaux (cochez les cases)", choices=("toiture", "façade", "fenêtres")
        ),
        Line("date", "Date des travaux"),
    ]


def test_a_question_without_a_mark_may_be_left_blank_when_one_says_so():
    assert [one.required for one in read_form("Nom *\nPrénom", required=False)] == [True, False]


def test_a_question_of_a_definition_is_made_of_a_line():
    [line] = read_form("Couleur : bleu / vert pomme")
    assert line.question() == {
        "type": "choice",
        "label": "Couleur",
        "options": [{"value": "bleu", "label": "bleu"}, {"value": "vert-pomme", "label": "vert pomme"}],
    }
