"""The right to error: corrections before examination, during it, and none lost."""

from typing import Any

import pytest

from parvis.cases.errors import WrongState
from parvis.cases.models import Case, Correction, CorrectionState, LegalState, Outcome
from parvis.cases.services.corrections import begin_correction, send_correction, settle_correction
from parvis.cases.services.drafts import save_page
from parvis.cases.services.states import change_state
from parvis.cases.services.treatment import decide_case
from parvis.catalogue.forms import engine
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.common.errors import Invalid
from tests.cases.services.test_clocks import clocks_of
from tests.factories.cases import Town, lodge, make_town

pytestmark = pytest.mark.django_db

DEFINITION: dict[str, Any] = {
    "form": {
        "pages": [
            {
                "key": "p1",
                "title": "Votre projet",
                "fields": [
                    {"key": "project", "type": "long_text", "label": "Votre projet"},
                    {"key": "height", "type": "number", "label": "Hauteur", "required": False},
                ],
            }
        ]
    },
    "subject": "project",
}


@pytest.fixture
def town(system) -> Town:
    return make_town(definition=DEFINITION)


def correct(case: Case, project: str, why: str = "") -> Correction:
    """Correct an answer as the person does."""
    with actor.acting_as(actor.for_job(case.pk)):
        draft = begin_correction(case_id=case.pk)
        with actor.admitting(draft.pk):
            form = engine.compiled(draft.version)
            checked = engine.check_page(form, "p1", {"project": project, "height": ""}, draft.answers)
            save_page(draft=draft, page="p1", checked=checked)
            return send_correction(draft_id=draft.pk, why=why)


def test_until_it_is_examined_a_demand_is_put_right_at_once(town):
    case = lodge(town)
    correction = correct(case, "Un hêtre, à abattre", why="Je me suis trompé d’arbre")
    case.refresh_from_db()

    assert (correction.state, correction.number) == (CorrectionState.APPLIED, 2)
    assert case.answers["project"] == "Un hêtre, à abattre"
    assert case.original["project"] == "Un chêne malade, à élaguer"
    assert case.subject == "Un hêtre, à abattre"
    assert case.journal.get(kind="corrected").facts["questions"] == ["project"]


def test_each_correction_is_a_version_and_none_is_lost(town):
    case = lodge(town)
    correct(case, "Un hêtre")
    correct(case, "Un frêne")
    versions = Correction.objects.filter(case=case).order_by("number")

    assert [(one.number, one.answers["project"]) for one in versions] == [(2, "Un hêtre"), (3, "Un frêne")]


def test_a_correction_moves_no_clock(town):
    case = lodge(town)
    before = {kind: row.due_on for kind, row in clocks_of(case).items()}
    correct(case, "Un hêtre")

    assert {kind: row.due_on for kind, row in clocks_of(case).items()} == before


def test_while_it_is_examined_a_correction_is_proposed_and_accepted(town):
    case = lodge(town)
    with town.acting():
        change_state(case_id=case.pk, to=LegalState.IN_PROGRESS, by=town.session())
    correction = correct(case, "Un hêtre")
    case.refresh_from_db()

    assert correction.state == CorrectionState.PROPOSED
    assert case.answers["project"] == "Un chêne malade, à élaguer"
    with town.acting():
        settle_correction(correction_id=correction.pk, case_id=case.pk, by=town.session())
    case.refresh_from_db()
    assert case.answers["project"] == "Un hêtre"


def test_a_correction_not_taken_says_why_to_the_person(town):
    case = lodge(town)
    with town.acting():
        change_state(case_id=case.pk, to=LegalState.IN_PROGRESS, by=town.session())
    correction = correct(case, "Une maison")
    with town.acting():
        settle_correction(
            correction_id=correction.pk,
            case_id=case.pk,
            by=town.session(),
            refusal="C’est une autre demande.",
        )
    case.refresh_from_db()

    assert case.answers["project"] == "Un chêne malade, à élaguer"
    assert "autre demande" in OutboundMessage.objects.get(about=case.pk).text
    with town.acting(), pytest.raises(WrongState):
        settle_correction(correction_id=correction.pk, case_id=case.pk, by=town.session())


def test_sending_twice_makes_one_version(town):
    case = lodge(town)
    with actor.acting_as(actor.for_job(case.pk)):
        draft = begin_correction(case_id=case.pk)
        with actor.admitting(draft.pk):
            checked = engine.check_page(
                engine.compiled(draft.version), "p1", {"project": "Un hêtre", "height": ""}, draft.answers
            )
            save_page(draft=draft, page="p1", checked=checked)
            first = send_correction(draft_id=draft.pk)
            again = send_correction(draft_id=draft.pk)

    assert first.pk == again.pk
    assert Correction.objects.filter(case=case).count() == 1


def test_a_correction_that_changes_nothing_is_refused(town):
    case = lodge(town)
    correct(case, "Un hêtre")
    with pytest.raises(Invalid):
        correct(case, "Un hêtre")


def test_a_decided_demand_is_no_longer_corrected(town):
    case = lodge(town)
    with town.acting():
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())
    with pytest.raises(WrongState):
        correct(case, "Un hêtre")
