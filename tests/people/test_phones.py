"""Numbers as people dial them."""

import pytest

from parvis.people.phones import dialled


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+33612345678", "0612345678"),
        ("06 12.34-56/78", "0612345678"),
        ("+33 (0)6 12 34 56 78", "0612345678"),
        ("0033612", "0612"),
        ("+32 2 123 45 67", "3221234567"),
        ("Dupont", ""),
        ("3 rue des Lilas", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, number):
    assert dialled(typed) == number
