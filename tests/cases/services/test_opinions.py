"""The opinion asked of another service: its delay, and what happens at its end."""

from datetime import date

import pytest

from parvis.cases.access import opinions_awaited
from parvis.cases.clocks import clock_kinds
from parvis.cases.dials import dials
from parvis.cases.errors import CaseNotFound, NotForThisRole, WrongState
from parvis.cases.models import Capacity, Case, Clock, ClockState, LegalState, Participation
from parvis.cases.services.opinions import ask_opinion, give_opinion
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.treatment import close_case
from parvis.cases.story import Fact, Story
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Role, Team
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, make_town
from tests.factories.organisations import AgentFactory, TeamFactory
from tests.factories.service_levels import lodged, paris, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system) -> Town:
    return make_town(regime="none", delay="")


@pytest.fixture
def referent(town):
    """The session of a referent of another team of the body."""
    team = TeamFactory(organisation=town.body, name="Faune et flore", email="")
    return agent_session(
        AgentFactory(organisation=town.body, with_role=Role.REFERENT, with_role__on=[team]).pk
    )


def asked(town: Town, referent, **given) -> Case:
    """Ask an opinion of the referent's team on a new case, due on Friday 13 November."""
    case = lodged(town, "2026-11-02 09:00")
    values = {"question": "Peut-on abattre ?", "due_on": date(2026, 11, 13), **given}
    with clock.standing_at(paris("2026-11-02 10:00")), town.acting():
        ask_opinion(
            case_id=case.pk,
            to=Team.objects.select_related("organisation").get(pk=next(iter(referent.teams))),
            by=town.session(),
            **values,
        )
    return Case.objects.get(pk=case.pk)


def the_clock(case: Case) -> Clock:
    with actor.acting_as(actor.for_system("tests")):
        return Clock.objects.get(case=case, kind="opinion")


def answer(case: Case, referent, at: str, **given) -> None:
    with clock.standing_at(paris(at)), actor.acting_as(referent.actor()):
        (awaited,) = opinions_awaited(case)
        values = {"stance": "favourable", "text": "Rien ne s’y oppose.", **given}
        give_opinion(case_id=case.pk, opinion=awaited["opinion"], by=referent, **values)


def test_an_opinion_asked_runs_until_its_last_day_and_the_team_is_told(town, referent, run_jobs):
    case = asked(town, referent)
    run_jobs()

    assert (the_clock(case).due_on, the_clock(case).state) == (date(2026, 11, 13), ClockState.RUNNING)
    assert case.state == LegalState.WAITING_FOR_THIRD_PARTY
    assert "Peut-on abattre" in OutboundMessage.objects.get(subject__startswith="Avis demandé").text
    with actor.acting_as(referent.actor()):
        assert Case.objects.filter(pk=case.pk).exists()


def test_the_opinion_ends_its_clock_and_sees_the_case_no_more(town, referent):
    case = asked(town, referent)
    answer(case, referent, "2026-11-05 10:00")
    again = Case.objects.get(pk=case.pk)

    assert the_clock(case).state == ClockState.KEPT
    assert again.state == LegalState.IN_PROGRESS
    assert not Participation.objects.filter(case=case, capacity=Capacity.REFERENT, until=None).exists()
    assert recompute_clocks().changed == 0
    with actor.acting_as(referent.actor()), pytest.raises(CaseNotFound):
        give_opinion(case_id=case.pk, opinion="", stance="favourable", text="Encore", by=referent)


def test_at_its_end_the_case_goes_on_without_it_once(town, referent):
    case = asked(town, referent, silence="favourable")

    assert sweep("2026-11-13 23:59") == 0
    assert sweep("2026-11-14 00:01") == 1
    assert sweep("2026-11-14 00:05") == 0
    assert Case.objects.get(pk=case.pk).state == LegalState.IN_PROGRESS
    assert the_clock(case).state == ClockState.ELAPSED
    assert case.journal.filter(kind="opinion_lapsed").count() == 1


def test_an_opinion_that_comes_late_is_read_and_changes_no_date(town, referent):
    case = asked(town, referent)
    sweep("2026-11-14 00:01")
    answer(case, referent, "2026-11-16 10:00")

    assert the_clock(case).state == ClockState.ELAPSED
    assert case.journal.filter(kind="opinion_given").exists()


def test_what_its_silence_is_worth_is_explained_to_agent_and_person_alike(town, referent):
    case = asked(town, referent, silence="favourable")
    (dial,) = [one for one in dials(whole_story(case)) if one.kind.code == "opinion"]
    (why,) = dial.why

    assert "réputé favorable" in why.person
    assert "vendredi 13 novembre" in why.person
    assert dial.concerns_person


def test_the_end_of_the_case_leaves_the_opinion_without_object(town, referent):
    case = asked(town, referent)
    with clock.standing_at(paris("2026-11-05 10:00")), town.acting():
        close_case(case_id=case.pk, by=town.session())

    assert the_clock(case).state == ClockState.CANCELLED
    assert sweep("2026-11-20 10:00") == 0


@pytest.mark.parametrize(
    "wrong",
    [{"question": " "}, {"due_on": date(2026, 11, 2)}],
    ids=["no question", "due today"],
)
def test_an_opinion_that_cannot_be_given_is_not_asked(town, referent, wrong):
    with pytest.raises(Invalid):
        asked(town, referent, **wrong)


def test_only_the_team_asked_gives_it(town, referent):
    case = asked(town, referent)
    (awaited,) = opinions_awaited(case)
    with town.acting(), pytest.raises(NotForThisRole):
        give_opinion(
            case_id=case.pk, opinion=awaited["opinion"], stance="none", text="Non", by=town.session()
        )
    with town.acting(), pytest.raises(WrongState):
        give_opinion(case_id=case.pk, opinion="autre", stance="none", text="Non", by=town.session())


def test_an_opinion_asked_by_the_workflow_has_the_same_clock():
    due = "2026-11-13T17:00:00+01:00"
    asked = [
        {"opinion": "a", "team_name": "Voirie", "due_at": due},
        {"opinion": "b", "team_name": "Eau", "due_at": None},
    ]
    facts = (
        Fact("received", paris("2026-11-02 09:00"), {}),
        Fact("consulted", paris("2026-11-02 10:00"), {"kind": "opinion", "asked": asked}),
        Fact("consulted", paris("2026-11-02 10:00"), {"kind": "validation", "asked": asked}),
        Fact("consultation_answered", paris("2026-11-03 10:00"), {"consultation": "a", "state": "delegated"}),
        Fact("consultation_answered", paris("2026-11-16 10:00"), {"consultation": "a", "state": "given"}),
    )
    story = Story(facts, "none", "", "web")
    kind = clock_kinds.get("opinion")
    first, second = kind.reckon(story)

    assert (first.due_at, first.state, first.ended_at) == (
        paris("2026-11-13 17:00"),
        ClockState.LATE,
        paris("2026-11-16 10:00"),
    )
    assert (second.due_at, second.state) == (None, ClockState.RUNNING)
    assert [one.next_step_at for one in (first, second)] == [None, None]  # the workflow has its own timer
    assert "Voirie" in kind.explain(story, "a")[0].agent
    assert len(kind.explain(story, "a")) == 2
