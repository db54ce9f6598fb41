from datetime import date

import pytest

from parvis.deadlines.receipts import acknowledgement_due, registration_receipt_due

D = date.fromisoformat


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-01-16", "2026-01-19"), ("2026-01-17", "2026-01-19"), ("2026-12-24", "2026-12-28")],
)
def test_a_registration_receipt_is_due_on_the_next_working_day(received, due):
    assert registration_receipt_due(D(received)) == D(due)


def test_the_acknowledgement_is_due_ten_days_after_receipt():
    assert acknowledgement_due(D("2026-01-16")) == D("2026-01-26")
