"""Trying procedures as residents do: those of the product are filled and lodged, and nothing is left of it."""

import pytest
from django.conf import settings

from config.exercise.stage import try_procedure
from parvis.cases.models import Case, Draft
from parvis.catalogue.models import Procedure, ProcedureVersion
from parvis.catalogue.services.library import library, publish_from_library
from parvis.catalogue.services.publication import import_definition
from parvis.organisations.models import Team
from tests.factories.catalogue import definition, field, publish
from tests.factories.organisations import OrganisationFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def body():
    place = TerritoryFactory(name="Caen", code="14118", postcodes=["14000"], square=(-1, 49, 0, 50))
    return OrganisationFactory(slug="caen", territory=place, latitude=49.2, longitude=-0.4)


def tried(body, *pages, **changes):
    publish(body, *pages, **changes)
    return try_procedure(Procedure.objects.get(organisation=body, code="essai"), paths=2, seed=1)


@pytest.mark.parametrize("code", sorted(library()))
def test_a_procedure_of_the_product_is_filled_and_lodged_along_every_path(body, code):
    publish_from_library(organisation=body, codes=[code])
    trial = try_procedure(Procedure.objects.get(code=code), paths=2, seed=1)
    assert [str(path.stuck) for path in trial.paths if path.stuck] == []
    assert all(path.case and path.refused for path in trial.paths)


def test_nothing_is_left_of_a_trial(body):
    publish_from_library(organisation=body, codes=["contact"])
    before = ProcedureVersion.objects.count()
    try_procedure(Procedure.objects.get(code="contact"), paths=1, seed=1)
    assert not Case.objects.exists()
    assert not Draft.objects.exists()
    assert not Team.objects.exists()
    assert ProcedureVersion.objects.count() == before
    assert not list(settings.MEDIA_ROOT.glob("*")) if settings.MEDIA_ROOT.exists() else True


PERSON = field("person", "who")
YES = [{"value": "yes", "label": "Oui"}, {"value": "no", "label": "Non"}]


def test_rules_of_the_builder_are_met_even_when_few_answers_please_them(body):
    trial = tried(
        body,
        [
            field("number", "age", checks=[{"rule": "age >= 18 && age < 21", "message": "De 18 à 20."}]),
            field(
                "text", "plate", checks=[{"rule": 'plate.matches("^[A-Z]{2}-[0-9]{3}$")', "message": "Non."}]
            ),
            field("date", "start"),
            field("date", "end", checks=[{"rule": "days_between(start, end) > 3", "message": "Plus tard."}]),
        ],
        [PERSON],
    )
    assert [str(path.stuck) for path in trial.paths if path.stuck] == []


def test_questions_that_answers_bring_and_rows_of_blocks_are_answered(body):
    rows = field(
        "block",
        "kids",
        fields=[
            field("text", "name"),
            field("yes_no", "sick"),
            field("text", "why", condition="sick == true"),
        ],
        repeat={"min": 2, "max": 4},
    )
    trial = tried(
        body,
        [field("yes_no", "more"), field("text", "what", condition="more == true"), rows],
        [PERSON],
    )
    assert [str(path.stuck) for path in trial.paths if path.stuck] == []


def test_an_end_of_the_way_is_read_then_the_answers_changed(body):
    pages = definition([field("yes_no", "lives_here")], [PERSON])["form"]["pages"]
    pages[0]["exits"] = [
        {"when": "lives_here == false", "title": "Ce n’est pas ici", "text": "Allez ailleurs."}
    ]
    publish(body, form={"pages": pages})
    trial = try_procedure(Procedure.objects.get(code="essai"), paths=6, seed=1)
    assert [str(path.stuck) for path in trial.paths if path.stuck] == []
    assert any("Ce n’est pas ici" in title for path in trial.paths for title in path.exits)


def test_where_a_path_gets_stuck_is_said_with_the_page_the_question_and_the_sentence(body):
    trial = tried(
        body,
        [field("text", "never", checks=[{"rule": "size(never) > 9000", "message": "Trop court."}])],
        [PERSON],
    )
    stuck = trial.paths[0].stuck
    assert (stuck.page, stuck.question) == ("p1", "Question never")
    assert "Trop court" in stuck.why
    assert not trial.is_right
    assert trial.as_json()["paths"][0]["stuck"]["page"] == "p1"


def test_a_draft_without_notices_is_lent_some(body):
    bare = definition([field("text", "a")], [PERSON])
    for name in ("law", "data_notice", "other_ways", "category", "summary", "audience"):
        del bare[name]
    import_definition(organisation=body, definition=bare)
    trial = try_procedure(Procedure.objects.get(code="essai"), paths=1, seed=1)
    assert trial.is_right
    assert len(trial.notes) == 3
    assert set(Procedure.objects.get().versions.values_list("state", flat=True)) == {"draft"}


def test_the_same_seed_tries_the_same_paths(body):
    publish(body, [field("choice", "a", options=YES), field("text", "b", condition='a == "yes"')], [PERSON])
    one, other = (try_procedure(Procedure.objects.get(), paths=4, seed=7) for _time in range(2))
    assert [path.questions for path in one.paths] == [path.questions for path in other.paths]
    assert one.never_met == []


def test_a_fault_of_the_product_is_told_not_hidden(body, monkeypatch):
    publish(body, [field("text", "a")], [PERSON])
    monkeypatch.setattr("parvis.catalogue.forms.engine.check_page", lambda *_args, **_named: 1 / 0)
    trial = try_procedure(Procedure.objects.get(), paths=1, seed=1)
    assert "ZeroDivisionError" in trial.paths[0].stuck.why
