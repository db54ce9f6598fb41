"""Where a demand stands, state by state, in the person's words."""

from datetime import timedelta

import pytest

from parvis.cases.models import LegalState, Outcome
from parvis.common import clock
from parvis.portal.follow_up.page import case_context
from parvis.portal.follow_up.standing import standing, steps
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def case_in(state, *, regime="SVR", delay="2m", **changes):
    case = lodge(make_town(regime=regime, delay=delay))
    case.state = state
    for name, value in changes.items():
        setattr(case, name, value)
    return case


@pytest.mark.parametrize(
    ("state", "sentence", "who"),
    [
        (LegalState.RECEIVED, "est bien arrivée", "C’est à nous d’agir"),
        (LegalState.IN_PROGRESS, "examine votre demande", "C’est à nous d’agir"),
        (LegalState.WAITING_FOR_PERSON, "une réponse de vous", "C’est à vous d’agir"),
        (LegalState.WAITING_FOR_THIRD_PARTY, "d’un autre service", "C’est à nous d’agir"),
        (LegalState.DECIDED, "est terminée", ""),
        (LegalState.CLOSED, "est terminée", ""),
        (LegalState.WITHDRAWN, "Vous avez retiré", ""),
        (LegalState.TRANSFERRED_OUT, "un autre organisme", ""),
    ],
)
def test_each_state_has_its_sentence_and_says_who_acts(system, state, sentence, who):
    told = standing(case_in(state))
    assert sentence in told.sentence
    assert told.who.startswith(who)
    assert bool(told.who) == bool(who)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome.GRANTED, "est acceptée."),
        (Outcome.PARTLY_GRANTED, "acceptée en partie"),
        (Outcome.REFUSED, "est refusée"),
        (Outcome.ANSWERED, "répondu"),
        (Outcome.NO_FOLLOW_UP, "sans suite"),
    ],
)
def test_an_end_says_how_it_ended(system, outcome, sentence):
    case = case_in(LegalState.CLOSED, outcome=outcome, ended_at=clock.now())
    assert sentence in standing(case).sentence
    assert steps(case)[-1]["state"] == "done"


@pytest.mark.parametrize(
    ("regime", "delay", "words"),
    [("SVA", "2m", "est acceptée"), ("SVR", "2m", "est refusée"), ("none", "10d", "s’est donné 10 jours")],
)
def test_the_date_is_explained_by_what_silence_means(system, regime, delay, words):
    case = lodge(make_town(regime=regime, delay=delay))
    assert words in " ".join(case_context(case)["standing"].why)


def test_a_late_answer_is_owned(system):
    late = case_in(LegalState.IN_PROGRESS, due_on=clock.today() - timedelta(days=1))
    assert "Nous sommes en retard" in standing(late).by_when


def test_an_acceptance_that_waits_for_pieces_says_when_its_delay_begins(system):
    waiting = case_in(LegalState.WAITING_FOR_PERSON, regime="SVA", due_on=None)
    assert "toutes les pièces" in standing(waiting).by_when


def test_without_a_delay_no_date_is_promised(system):
    case = case_in(LegalState.RECEIVED, regime="none", delay="", due_on=None)
    assert standing(case).by_when == ""
    assert standing(case).why == []
    assert "when" not in steps(case)[-1]


def test_the_steps_end_with_the_answer_to_come(system):
    line = steps(case_in(LegalState.WAITING_FOR_PERSON))
    assert [step["state"] for step in line] == ["done", "done", "now", "next"]
    assert len(steps(case_in(LegalState.WITHDRAWN))) == 2
