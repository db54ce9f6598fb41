"""Rules by which a body sorts what comes."""

import pytest
from django.db import transaction

from parvis.cases.models import Case, IntakeChannel, QualificationRule
from parvis.cases.qualifying import Looked, fits
from parvis.cases.services.messages import answer_person
from parvis.cases.services.qualification import move_rule, qualify_case, set_rule, try_rules
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.common.errors import Invalid
from tests.factories.cases import CODE, lodge, make_town
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.usefixtures("system")

NOTHING = {"procedures": [], "channels": [], "words": [], "municipality_id": None, "person_kind": ""}
LOOKED = Looked(CODE, "web", 7, "natural", " une fuite d eau rue de l eglise ")


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def water(town):
    return TeamFactory(organisation=town.body, name="Eau")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        pytest.param({}, False, id="asks nothing"),
        pytest.param({"words": ["Fuit"]}, True, id="the beginning of a word"),
        pytest.param({"words": ["uite"]}, False, id="not its end"),
        pytest.param({"words": ["voirie", "rue de l’Église"]}, True, id="one of several, accents apart"),
        pytest.param({"procedures": [CODE], "channels": ["web"]}, True, id="both"),
        pytest.param({"procedures": [CODE], "channels": ["post"]}, False, id="one of two"),
        pytest.param({"municipality_id": 7}, True, id="the place"),
        pytest.param({"person_kind": "legal"}, False, id="the person"),
    ],
)
def test_a_rule_fits_when_all_it_asks_holds(conditions, expected):
    assert fits(QualificationRule(name="x", **{**NOTHING, **conditions}), LOOKED) is expected


def test_a_demand_just_born_goes_where_the_first_rule_that_fits_sends_it_before_its_receipt(
    town, water, run_jobs
):
    set_rule(organisation_id=town.body.pk, name="Autre", words=["gaz"], team_id=town.team.pk)
    set_rule(
        organisation_id=town.body.pk,
        name="Fuites",
        words=["fuite"],
        team_id=water.pk,
        urgency=1,
        tags=["réseau"],
    )
    case = lodge(town, subject="Une fuite d’eau")
    run_jobs()

    case = Case.objects.get(pk=case.pk)
    assert (case.team, case.urgency, case.track["tags"]["all"]) == (water, 1, ["réseau"])
    assert "Eau" in OutboundMessage.objects.get(about=case.pk, purpose="receipt").text
    told = [entry.kind for entry in case.journal.order_by("position")]
    assert told.index("qualified") < told.index("acknowledged")
    with actor.acting_as(actor.for_job(case.pk)):
        assert qualify_case(case_id=case.pk) is None  # once


def test_a_demand_that_someone_treats_is_left_as_it_is(town, water):
    set_rule(organisation_id=town.body.pk, name="Fuites", words=["fuite"], team_id=water.pk)
    case = lodge(town, subject="Une fuite d’eau")
    with town.acting():
        answer_person(case_id=case.pk, text="Nous regardons.", by=town.session())
    with actor.acting_as(actor.for_job(case.pk)):
        assert qualify_case(case_id=case.pk) is None


def test_rules_are_tried_on_past_demands_without_touching_them(town, water):
    mine = lodge(town, subject="Une fuite d’eau")
    lodge(town, subject="Un arbre", channel=IntakeChannel.PHONE)
    set_rule(organisation_id=town.body.pk, name="Fuites", words=["fuite"], team_id=water.pk)
    set_rule(organisation_id=town.body.pk, name="Téléphone", channels=["phone"], team_id=town.team.pk)

    with town.acting(), transaction.atomic():
        tried = try_rules(organisation_id=town.body.pk)

    assert [(one.rule.name, one.fitted, one.agreed) for one in tried] == [
        ("Fuites", 1, 0),
        ("Téléphone", 1, 1),
    ]
    assert Case.objects.get(pk=mine.pk).team == town.team


def test_a_rule_that_asks_or_does_nothing_is_refused(town):
    for facts in ({"words": ["fuite"]}, {"tags": ["x"]}):
        with pytest.raises(Invalid):
            set_rule(organisation_id=town.body.pk, name="Rien", **facts)


def test_rules_are_put_in_order_stopped_and_deleted(town):
    body = town.body.pk
    first, second = (
        set_rule(organisation_id=body, name=name, words=[name], tags=[name]) for name in ("a", "b")
    )
    move_rule(organisation_id=body, rule_id=second.pk, gesture="avant")
    move_rule(organisation_id=body, rule_id=first.pk, gesture="arreter")
    assert [(rule.name, rule.is_active) for rule in QualificationRule.objects.all()] == [
        ("b", True),
        ("a", False),
    ]
    move_rule(organisation_id=body, rule_id=first.pk, gesture="supprimer")
    assert QualificationRule.objects.count() == 1
