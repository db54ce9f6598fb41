from datetime import date

import pytest

from parvis.deadlines.silence import Regime
from parvis.documents.drawing import as_html, as_text
from parvis.documents.letters import Service
from parvis.documents.receipt_wording import receipt_sentences
from tests.documents.letters import plain, receipt


def wording(**changes):
    return plain(as_text(receipt_sentences(receipt(**changes))))


def test_a_receipt_carries_every_mention_of_article_r112_5_under_rejection():
    words = wording()

    assert "Nous avons reçu votre demande le vendredi 16 janvier 2026 à 14 h 05." in words
    assert "au plus tard le lundi 16 mars 2026" in words
    assert "considérée comme rejetée (décision implicite de rejet)" in words
    assert "Service urbanisme, Ville de Bernay" in words
    assert "Place Gustave Héon, 27300 Bernay" in words
    assert "urbanisme@bernay.example" in words
    assert "02 32 46 63 00" in words
    assert "deux mois pour contester ce rejet, jusqu’au lundi 18 mai 2026" in words
    assert "recours gracieux ou hiérarchique" in words
    assert "tribunal administratif" in words
    assert "les raisons du rejet" in words


def test_under_acceptance_it_gives_the_right_to_an_attestation_and_no_way_of_appeal():
    words = wording(regime=Regime.SVA, last_day_to_appeal=None)

    assert "considérée comme acceptée (décision implicite d’acceptation)" in words
    assert "attestation de cette acceptation (article L232-3" in words
    assert "contester" not in words
    assert "rejet" not in words


def test_without_effect_of_silence_it_says_so_and_gives_the_day_of_the_answer():
    words = wording(
        regime=Regime.NONE, implied_on=None, last_day_to_appeal=None, answer_expected_on=date(2026, 2, 2)
    )

    assert "l’absence de réponse ne vaut ni acceptation ni rejet" in words
    assert "au plus tard le lundi 2 février 2026" in words
    assert "contester" not in words


@pytest.mark.parametrize("regime", [Regime.SVR, Regime.SVA])
def test_an_electronic_receipt_says_that_its_date_supposes_a_complete_demand(regime):
    assert "Cette date vaut si votre demande est complète." in wording(regime=regime)
    assert "Cette date vaut" not in wording(regime=regime, electronic=False)


def test_missing_pieces_are_listed_with_their_day():
    words = wording(missing_pieces=["Plan de situation", "Photographie"], pieces_due_on=date(2026, 2, 1))

    assert (
        "Envoyez-les au plus tard le dimanche 1er février 2026 : - Plan de situation - Photographie" in words
    )


def test_an_acceptance_that_waits_for_pieces_gives_no_date():
    words = wording(regime=Regime.SVA, implied_on=None, last_day_to_appeal=None, missing_pieces=["Plan"])

    assert "Le délai de réponse commencera le jour où nous aurons reçu toutes les pièces." in words


def test_the_secret_code_stands_apart_from_what_may_be_shown():
    paragraphs = receipt_sentences(receipt(follow_up_code="QX7R-93KD"))

    assert "QX7R-93KD" in as_text([one for one in paragraphs if one.apart])
    assert "QX7R-93KD" not in as_text([one for one in paragraphs if not one.apart])


def test_the_wording_drawn_as_html_escapes_what_people_typed():
    html = as_html(receipt_sentences(receipt(subject="<script>alert(1)</script>")))

    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert html.count("<h2>") == 4


def test_a_complete_receipt_lacks_no_mention():
    assert receipt().missing_mentions() == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"service": Service(body="Ville", name="", postal_address="", email="", phone="")}, 3),
        ({"implied_on": None}, 1),
        ({"last_day_to_appeal": None}, 1),
        ({"regime": Regime.SVA, "implied_on": None, "missing_pieces": ["Plan"]}, 0),
        ({"regime": Regime.NONE, "implied_on": None, "last_day_to_appeal": None}, 0),
    ],
)
def test_a_receipt_tells_which_mentions_it_lacks(changes, missing):
    assert len(receipt(**changes).missing_mentions()) == missing
