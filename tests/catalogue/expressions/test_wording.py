"""Expressions as sentences."""

import pytest

from parvis.catalogue.expressions import in_words, parse
from tests.catalogue.expressions.random_expressions import cases

LABELS = {
    "work": "Type de travaux",
    "age": "Âge",
    "yes": "Riverain ?",
    "home.city": "Ville",
    "rows": "Enfants",
}
CHOICES = {"work": {"cut": "abattage", "prune": "élagage"}}


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('work == "cut" && age >= 18', "« Type de travaux » est « abattage » et « Âge » est au moins 18"),
        ('work in ["cut", "prune"]', "« Type de travaux » est « abattage » ou « élagage »"),
        ('"cut" in work', "« Type de travaux » contient « abattage »"),
        ("yes", "« Riverain ? » est oui"),
        ("!yes || age == null", "« Riverain ? » est non ou « Âge » est sans réponse"),
        ("yes == true", "« Riverain ? » est oui"),
        ('work != ""', "« Type de travaux » a une réponse"),
        ("!empty(work)", "« Type de travaux » a une réponse"),
        ("(yes || age > 1) && !yes", "(« Riverain ? » est oui ou « Âge » dépasse 1) et « Riverain ? » est non"),
        ('home.city == "Caen"', "« Ville » est « Caen »"),
        ("home.street == other", "« street » de « home » est « other »"),
        ('person.email == ""', "« email » dans le profil de la personne est sans réponse"),
        ('today > "2026-01-01"', "la date du jour est après « 2026-01-01 »"),
        ("years_between(birth, today) >= 18", "le nombre d’années entre « birth » et la date du jour est au moins 18"),
        ("(age + 1) * 2.5 == 3", "(« Âge » + 1) × 2,5 est 3"),
        ("rows[0].age < 3", "« age » de l’élément n° 1 de « Enfants » est inférieur à 3"),
        ('yes ? "a" : "b"', "« a » si « Riverain ? » est oui, sinon « b »"),
        ("min(age, 3) == 3", "le plus petit de « Âge » et 3 est 3"),
    ],
)  # fmt: skip
def test_an_expression_is_told(source, sentence):
    assert in_words(parse(source), LABELS, CHOICES).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize("seed", range(10))
def test_every_expression_is_told(seed):
    for tree, _answers in cases(seed, 100):
        assert in_words(tree, LABELS)
