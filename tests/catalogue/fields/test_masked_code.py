import pytest

from parvis.catalogue.forms.lint import lint
from tests.catalogue.fields.asking import kept, refusal
from tests.factories.catalogue import definition, field


@pytest.mark.parametrize(
    ("mask", "typed", "value"),
    [
        ("AA-999-AA", "ab 123 cd", "AB-123-CD"),
        ("AA-999-AA", "AB123CD", "AB-123-CD"),
        ("99999", "01400", "01400"),
        ("PC 999 999 99 *9999", "pc01400126a0012", "PC 014 001 26 A0012"),
        ("2026/999", "007", "2026/007"),
        ("2026/999", "2026/007", "2026/007"),
        ("n°999", "n°12 3", "n°123"),
    ],
)
def test_what_the_mask_writes_itself_may_be_left_out(mask, typed, value):
    assert kept("masked_code", typed, mask=mask) == value
    assert kept("masked_code", value, mask=mask) == value


@pytest.mark.parametrize(
    "typed", ["AB-12-CD", "AB-123-CDE", "1B-123-CD", "AB-1２3-CD", "AB1234CD", "ÉB-123-CD"]
)
def test_another_code_is_told_with_the_mask_and_how_it_reads(typed):
    assert refusal("masked_code", typed, mask="AA-999-AA") == (
        "Écrivez ce code comme AA-999-AA : A pour une lettre, 9 pour un chiffre."
    )


def test_the_builder_s_own_sentence_is_said_instead():
    said = "Le numéro est en haut à droite de la facture."
    assert refusal("masked_code", "x", mask="999", message=said) == said
    assert refusal("masked_code", "x", pattern=r"\d{3}", message=said) == said
    assert refusal("masked_code", "x", number="luhn", message=said) == said


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("luhn", "7898", "7895"),
        ("nir", "2 95 10 99 126 111 93", "2 95 10 99 126 111 94"),
        ("nir", "1 84 01 2A 451 089 51", "1 84 01 2A 451 089 52"),
        ("belgian_national_number", "85.07.30-033 28", "85.07.30-033 29"),
        ("isbn", "978-9024538270", "978-9024538271"),
    ],
)
def test_a_number_with_its_own_check_is_verified(kind, right, wrong):
    assert kept("masked_code", right, number=kind)
    assert "Vérifiez chaque chiffre" in refusal("masked_code", wrong, number=kind)


@pytest.mark.parametrize(
    ("options", "word"), [({"pattern": "("}, "ne se lit pas"), ({"mask": "--"}, "ne demande rien")]
)
def test_a_builder_is_told_of_options_that_cannot_work(options, word):
    [error] = [
        one for one in lint(definition([field("masked_code", "q", **options)])) if one.level == "error"
    ]
    assert word in error.message
    assert error.pointer == f"/form/pages/0/fields/0/{next(iter(options))}"
