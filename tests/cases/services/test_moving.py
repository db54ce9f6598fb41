"""Moving drafts and open cases to another version: said before, done once, journalled."""

import json

import pytest

from config.commands import move_version as command
from config.console import CommandError, Output
from parvis.cases import journal
from parvis.cases.errors import WrongState
from parvis.cases.models import Case, Draft, LegalState
from parvis.cases.services.agent_answers import answer_as_service
from parvis.cases.services.drafts import begin_draft, save_page
from parvis.cases.services.moving import move_case, move_draft, move_version, preview_move
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.moving import Fate
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common.errors import Invalid
from tests.desk.cases.test_agent_fields import ANSWERS
from tests.factories.cases import lodge, make_town, make_version
from tests.factories.definitions import school_meals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def town():
    return make_town()


def published(town, definition):
    return publish_version(version=import_definition(organisation=town.body, definition=definition))


@pytest.fixture
def first(town):
    return published(town, school_meals())


@pytest.fixture
def second(town, first):
    """Return the next version: a number becomes a text, a question goes, one comes, agents are asked less."""
    new = school_meals()
    quotient = new["form"]["pages"][2]["fields"]
    quotient[-2] = {"key": "proof_kind", "type": "text", "label": "Nature de l’attestation"}
    new["form"]["pages"][1]["fields"][0]["fields"][4]["options"].pop(0)
    new["agent_form"]["pages"][0]["fields"].pop()
    new["form"]["pages"][0]["fields"][4] = {
        "key": "family_number",
        "type": "long_text",
        "label": "Allocataire",
    }
    return published(town, new)


def a_case(town, version, **changes):
    answers = engine.check_all(engine.compiled(version), {**ANSWERS, **changes}).accepted()
    return lodge(town, version=version, answers=answers, addressed_to=town.team)


def a_draft(town, version):
    draft = begin_draft(organisation=town.body, version=version)
    checked = engine.PageChecked({"lives_here": True, "quotient": 800})
    return save_page(draft=draft, page="foyer", checked=checked)


def test_the_preview_counts_without_writing_and_names_nobody(town, first, second):
    a_case(town, first, children=[{**ANSWERS["children"][0], "school_class": "nursery"}])
    a_draft(town, first)
    preview = preview_move(origin=first, to=second)
    assert (preview.drafts, preview.cases) == (1, 1)
    assert preview.counts["quotient", "Votre quotient familial"] == {Fate.KEPT: 2}
    assert preview.counts["children.school_class", "Classe"] == {Fate.LOST: 1}
    assert preview.missing["Nature de l’attestation"] == 2
    assert "Aude" not in repr(preview)
    assert {Case.objects.get().version_id, Draft.objects.get().version_id} == {first.pk}


def test_a_case_moves_with_what_can_be_and_its_journal_keeps_the_rest(town, first, second):
    case = a_case(town, first, children=[{**ANSWERS["children"][0], "school_class": "nursery"}])
    original, due_on = case.original, case.due_on
    with town.acting():
        answer_as_service(
            case_id=case.pk,
            answers={"rate": "asked", "groups": [{"name": "A", "seats": 3}]},
            by=town.session(),
        )
    assert move_case(case_id=case.pk, to=second)
    moved = Case.objects.get()
    assert moved.version_id == second.pk
    assert moved.answers["quotient"] == 800
    assert "school_class" not in moved.answers["children"][0]
    assert set(moved.agent_answers) == {"rate", "week_kept"}
    assert (moved.original, moved.due_on) == (original, due_on)
    entry = moved.journal.get(kind="version_moved")
    assert (entry.facts["origin"], entry.facts["to"], entry.facts["lost"]) == (1, 2, 2)
    assert entry.personal["lost"]["children.0.school_class"] == "École maternelle"
    assert "École maternelle" in journal.kinds.get("version_moved").to_agent(entry)
    assert journal.first_break(moved, moved.journal.order_by("position")) is None


def test_moving_again_changes_nothing_and_a_case_that_ended_stays(town, first, second):
    case, ended = a_case(town, first), a_case(town, first)
    Case.objects.filter(pk=ended.pk).update(state=LegalState.CLOSED)
    assert [move_case(case_id=case.pk, to=second) for _twice in range(2)] == [True, False]
    assert move_version(origin=first, to=second).cases == 0
    with pytest.raises(WrongState):
        move_case(case_id=ended.pk, to=second)


def test_drafts_and_cases_of_a_version_move_together(town, first, second):
    a_case(town, first)
    draft = a_draft(town, first)
    moved = move_version(origin=first, to=second)
    assert (moved.drafts, moved.cases) == (1, 1)
    draft.refresh_from_db()
    assert (draft.version_id, draft.answers["quotient"]) == (second.pk, 800)
    assert move_draft(draft_id=draft.pk, to=second) is None


def test_a_draft_keeps_the_pages_that_are_still_right(town, first):
    new = school_meals()
    new["form"]["pages"][2]["fields"].append({"key": "payer", "type": "text", "label": "Qui paie ?"})
    second = published(town, new)
    draft = begin_draft(organisation=town.body, version=first)
    answers = {key: value for key, value in ANSWERS.items() if key != "children"}
    for page in ("foyer", "tarif"):
        save_page(draft=draft, page=page, checked=engine.PageChecked(answers))
    move_draft(draft_id=draft.pk, to=second)
    draft.refresh_from_db()
    assert draft.pages_done == ["foyer"]


def test_versions_of_two_procedures_are_not_mixed(town, first):
    other = make_version(town.body, code="autre", regime="none", delay="")
    with pytest.raises(Invalid):
        preview_move(origin=first, to=other)
    with pytest.raises(Invalid):
        move_case(case_id=a_case(town, first).pk, to=other)


def test_the_command_says_then_does(town, first, second, capsys):
    import argparse

    a_case(town, first)
    told = {"code": "accueil-periscolaire", "body": town.body.slug, "origin": None, "to": None}
    command.run(argparse.Namespace(**told, confirm=False), Output(as_json=True))
    said = json.loads(capsys.readouterr().out)
    assert (said["from"], said["to"], said["cases"]) == (1, 2, 1)
    assert any("Nature de l’attestation" in sentence for sentence in said["differences"])
    assert Case.objects.get().version_id == first.pk
    command.run(argparse.Namespace(**told, confirm=True), Output(as_json=True))
    assert json.loads(capsys.readouterr().out)["moved"] == {"drafts": 0, "cases": 1}
    assert Case.objects.get().version_id == second.pk
    with pytest.raises(CommandError):
        command.run(argparse.Namespace(**{**told, "to": 9}, confirm=False), Output(as_json=True))
