from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from parvis.catalogue.forms.engine import check_all, check_page
from parvis.common import clock
from tests.catalogue.fields.asking import kept, refusal, text
from tests.factories.catalogue import field, form

STROKES = "M10 20L30 40L50 20M60 60L70 70"


@pytest.fixture(autouse=True)
def _a_morning():
    with clock.standing_at(datetime(2026, 3, 5, 9, 30, tzinfo=UTC)):
        yield


def test_a_name_is_enough_and_its_moment_is_ours():
    assert kept("signature", {"name": "Zoé  Le Goff"}) == {
        "name": "Zoé Le Goff",
        "drawing": "",
        "signed_at": "2026-03-05T09:30:00+00:00",
    }


def test_strokes_come_with_a_name():
    assert kept("signature", {"name": "Zoé", "drawing": STROKES})["drawing"] == STROKES
    assert "prénom et votre nom" in refusal("signature", {"drawing": STROKES}, "name")
    assert "prénom et votre nom" in refusal("signature", {}, "name")


@pytest.mark.parametrize(
    "drawing", ['M1 1"/><script>', "M1 1", "M1 1L2 2Z", "M-1 1L2 2", "L1 1", "M1 1L2 2" * 5000]
)
def test_what_no_hand_draws_is_refused(drawing):
    assert "signez à nouveau" in refusal("signature", {"name": "Zoé", "drawing": drawing})


def test_a_drawing_that_is_not_offered_is_not_kept():
    assert kept("signature", {"name": "Zoé", "drawing": STROKES}, drawing=False)["drawing"] == ""


def test_the_moment_stays_until_the_signature_changes():
    asking = form([field("signature", "q")])
    signed = check_page(asking, "p1", QueryDict("q.name=Zoé"), {}).answers
    with clock.standing_at(datetime(2026, 3, 6, 9, 30, tzinfo=UTC)):
        again = check_page(asking, "p1", QueryDict("q.name=Zoé"), signed).answers
        other = check_page(asking, "p1", QueryDict("q.name=Zoé Martin"), signed).answers
    assert again["q"]["signed_at"] == "2026-03-05T09:30:00+00:00"
    assert other["q"]["signed_at"] == "2026-03-06T09:30:00+00:00"


@pytest.mark.parametrize("moment", ["2027-01-01T00:00:00+00:00", "2026-03-05T09:30:00", "hier"])
def test_a_program_cannot_date_a_signature_to_come(moment):
    checked = check_all(form([field("signature", "q")]), {"q": {"name": "Zoé", "signed_at": moment}})
    assert "forme attendue" in checked.errors["q"][0]


def test_it_is_read_with_its_moment_here():
    signed = {"name": "Zoé", "drawing": "", "signed_at": "2026-03-05T09:30:00+00:00"}
    assert text("signature", signed).replace("\u00a0", " ") == "Signé par Zoé le 5 mars 2026 à 10 h 30"
