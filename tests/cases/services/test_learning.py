"""A body that asks for it learns from its own ended demands; agents follow or correct; nobody else learns from them."""

from copy import copy
from datetime import timedelta

import pytest

from parvis.cases.learning import LEAST
from parvis.cases.models import Case, LearntSorting
from parvis.cases.services.learning import ask_to_learn, forget_learnt, learn_sorting, note_suggestion
from parvis.cases.suggestions import suggested
from parvis.common import clock
from parvis.common.ids import new_id
from tests.factories.cases import CODE, lodge, make_town

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town():
    """A town with fifty ended demands of two procedures, which nothing but their words tells apart."""
    made = make_town()
    model = lodge(made, subject="")
    Case.objects.bulk_create(ended(model, rank) for rank in range(LEAST))
    return made


def ended(model, rank):
    case = copy(model)
    case.pk, case.number, case.intake_key = new_id(), f"{rank:012d}", f"copy:{rank}"
    code, said = ("voirie", "Un trou dans la chaussée") if rank % 3 else (CODE, "Une branche de chêne")
    case.received_at += timedelta(minutes=rank)
    case.procedure_code, case.subject, case.answers, case.ended_at = code, said, {}, clock.now()
    return case


def test_a_body_that_asked_gets_suggestions_with_their_measure_and_forgets_them(town, run_jobs):
    assert learn_sorting(organisation_id=town.body.pk) == LEAST
    assert suggested(town.body.pk, "Il y a un trou dans la chaussée") == {}  # it had asked for nothing

    ask_to_learn(organisation_id=town.body.pk)
    run_jobs()
    found = suggested(town.body.pk, "Bonjour, une branche menace ma maison")["procedure"]
    assert (found.value, found.words) == (CODE, ("branche", "une"))
    assert (found.hits, found.tested) == (10, 10)
    assert "team" not in suggested(town.body.pk, "une branche")  # one team only: nothing to choose

    note_suggestion(organisation_id=town.body.pk, followed=True)
    note_suggestion(organisation_id=town.body.pk, followed=False)
    kept = LearntSorting.objects.get()
    assert (kept.followed, kept.corrected) == (1, 1)
    forget_learnt(organisation_id=town.body.pk)
    assert suggested(town.body.pk, "une branche") == {}


def test_nothing_is_learnt_of_another_body_nor_of_too_few_demands(town, run_jobs):
    other = make_town(code="autre")
    ask_to_learn(organisation_id=other.body.pk)
    run_jobs()
    kept = LearntSorting.objects.get()
    assert (kept.cases, kept.counts) == (0, {})
