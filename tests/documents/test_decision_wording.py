from datetime import date

import pytest

from parvis.documents.decision_wording import decision_sentences, decision_title
from parvis.documents.drawing import as_text
from parvis.documents.errors import IncompleteLetter
from parvis.documents.letters import Outcome
from tests.documents.letters import decision, plain


def wording(**changes):
    return plain(as_text(decision_sentences(decision(**changes))))


def test_a_refusal_carries_its_reasons_its_author_and_its_ways_of_appeal():
    words = wording(last_day_to_appeal=date(2026, 5, 4))

    assert "En droit : L’article L113-1 du code de l’urbanisme protège cet espace." in words
    assert "En fait : L’expertise n’a montré aucun danger." in words
    assert "À Bernay, le 1er mars 2026 Jeanne Martin Adjointe au maire" in words
    assert "jusqu’au lundi 4 mai 2026" in words
    assert "recours gracieux ou hiérarchique" in words


def test_a_refusal_sent_by_post_counts_from_the_day_it_is_received():
    assert "deux mois pour contester cette décision, à partir du jour où vous la recevez" in wording()


def test_a_favourable_decision_needs_no_reasons_and_no_way_of_appeal():
    words = wording(outcome=Outcome.GRANTED, reasons_in_law="", reasons_in_fact="")

    assert "raisons" not in words
    assert "contester" not in words


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_title_says_the_sense(outcome):
    assert decision_title(decision(outcome=outcome)).startswith("Votre demande est ")


@pytest.mark.parametrize(
    "mention",
    ["author_first_name", "author_last_name", "author_capacity", "text", "reasons_in_law", "reasons_in_fact"],
)
def test_a_refusal_without_a_mention_of_the_law_is_not_made(mention):
    with pytest.raises(IncompleteLetter) as refusal:
        decision(**{mention: "  "})

    assert "Il manque à cette décision" in plain(str(refusal.value))
