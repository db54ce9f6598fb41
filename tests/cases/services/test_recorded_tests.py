"""A case becomes a test: what it lived is played again on each version, and nothing of it stays."""

from copy import deepcopy
from datetime import timedelta

import pytest

from parvis.cases.models import Case, JournalEntry
from parvis.cases.services.implied import declare_implied_decisions
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.recorded_tests import (
    accept_course,
    add_step,
    forget_test,
    play_test,
    record_test,
    remove_last_step,
)
from parvis.cases.services.timers import fire_timers
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.errors import BadDefinition
from parvis.catalogue.lists.fetching import Exchanged
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.publication import publish_version
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.common.journal import digest
from parvis.organisations.models import Role
from tests.factories.cases import lodge
from tests.factories.catalogue import SMALLEST
from tests.factories.organisations import AgentFactory
from tests.factories.workflows import examination, status, town_with, transition

pytestmark = pytest.mark.django_db
CALL = {"do": "call_web_service", "key": "quote", "url": "https://quotes.example/{{ case.number }}"}
TOLD = {"do": "send_message", "subject": "Devis", "text": "Le devis est de {{ case.results.quote.price }} €."}


def definition() -> dict:
    made = examination(
        forms={
            "why": {"title": "Motif", "fields": [{"type": "text", "key": "said", "label": "Motif"}]},
        }
    )
    made["statuses"].append(status("quoted", on_arrival=[CALL, TOLD]))
    made["transitions"] += [
        transition("quote", ["examined"], "quoted", form="why"),
        transition(
            "forget", ["quoted"], "done", when={"on": "delay", "after": {"count": 15, "unit": "days"}}
        ),
    ]
    return made


@pytest.fixture
def answers(monkeypatch):
    """Answer calls as an outside system does, and count them; the network is the only edge replaced."""
    made = []

    def exchange(address, **given):
        made.append(address)
        return Exchanged(200, {"price": 12, "owner": "Vasseur", "kind": "house"})

    monkeypatch.setattr("parvis.cases.signed_calls.exchange", exchange)
    return made


@pytest.fixture
def town(system):
    return town_with(definition())


@pytest.fixture
def case(town, answers, run_jobs):
    """Return a case taken, quoted for a reason, then forgotten by a timer a fortnight later."""
    case = lodge(town, answers={"reason": "Ma haie au 3 rue Haute", "wished_on": "2026-05-02"})
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
        make_transition(case_id=case.pk, key="quote", by=town.session(), answers={"said": "Chez Aude"})
    run_jobs()
    with clock.standing_at(clock.now() + timedelta(days=16)), actor.acting_as(actor.NOBODY):
        fire_timers()
    return Case.objects.get(pk=case.pk)


def recorded(town, case, name="Une haie"):
    return record_test(version=town.version, name=name, number=case.number, by=town.agent)


def other_version(town, change) -> ProcedureVersion:
    """Return the next version of the procedure, in draft."""
    told = {key: value for key, value in SMALLEST.items() if key not in {"code", "form", "law"}}
    made = {**told, **deepcopy(town.version.definition)}
    change(made["workflow"])
    return ProcedureVersion.objects.create(
        procedure=town.version.procedure,
        number=town.version.number + 1,
        definition=made,
        checksum=digest(made),
        created_at=clock.now(),
    )


def reword(workflow) -> None:
    told = next(each for each in workflow["statuses"] if each["key"] == "quoted")
    told["on_arrival"][1]["text"] = "Le prix est de {{ case.results.quote.price }} €."


def redirect(workflow) -> None:
    forget = next(each for each in workflow["transitions"] if each["key"] == "forget")
    forget["to"] = "examined"


def test_a_case_becomes_a_test_that_gives_the_same_and_leaves_nothing(town, case, answers, run_jobs):
    before = Case.objects.count(), OutboundMessage.objects.count(), JournalEntry.objects.count(), len(answers)
    test = recorded(town, case)
    played = play_test(test_id=test.pk, version=town.version, by=town.agent)

    assert [each["status"] for each in test.expected["seen"]] == [
        "received", "examined", "quoted", "done", "done"
    ]  # fmt: skip
    assert played.differences == []
    assert test.expected["stopped"] == ""
    assert [each["text"] for each in test.expected["messages"]] == [test.expected["messages"][0]["text"]]
    assert "Le devis est de 12 €." in test.expected["messages"][0]["text"]
    assert [each["what"] for each in test.expected["calls"]] == ["GET https://quotes.example/0000"]
    assert run_jobs() == []
    after = Case.objects.count(), OutboundMessage.objects.count(), JournalEntry.objects.count(), len(answers)
    assert after == before


def test_it_holds_nothing_of_anyone(town, case):
    held = str(recorded(town, case).script) + str(recorded(town, case, "Autre").expected)
    for secret in ("Aude", "rue Haute", case.number, "Vasseur"):
        assert secret not in held
    assert "2026-05-02" in held  # a date may rule the way
    assert case.received_at.isoformat() not in held


def test_of_a_person_it_keeps_neither_birth_day_nor_words_of_services_nor_ids(system, answers, run_jobs):
    fields = [
        {"type": "date", "key": "born_on", "label": "Né le", "birth": True},
        {"type": "yes_no", "key": "disabled", "label": "Handicap", "sensitive": True},
    ]
    form = {"pages": [{"key": "p1", "title": "Vous", "fields": fields}]}
    made = definition()
    made["transitions"].append(
        transition(
            "owned",
            ["quoted"],
            "waiting",
            when={"on": "arrival"},
            condition="case.results.quote.kind == 'house'",
        )
    )
    town = town_with(made, definition={"form": form})
    case = lodge(town, answers={"born_on": "1987-06-05", "disabled": True})
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
        make_transition(case_id=case.pk, key="quote", by=town.session(), answers={"said": "Ici"})
    run_jobs()
    with actor.acting_as(actor.for_job(case.pk)):
        asked = ask_for_pieces(
            case_id=case.pk,
            by=town.session(),
            labels=["Avis d’imposition"],
            due_on=clock.today() + timedelta(days=30),
            text="Il manque.",
        )
    script = recorded(town, case).script

    assert script["answers"]["born_on"] == "1987-01-01"
    assert script["calls"]["quote"][0]["document"] == {"price": 12, "owner": "", "kind": "house"}
    for secret in ("06-05", str(case.pk), str(asked.pk), "Vasseur", "imposition"):
        assert secret not in str(script)


def test_another_text_is_a_difference_that_can_be_read_then_accepted(town, case):
    test, changed = recorded(town, case), other_version(town, reword)
    (told,) = play_test(test_id=test.pk, version=changed, by=town.agent).differences

    assert told["what"] == "Message (après : un agent choisit « Quote »)"
    assert (told["transition"], told["status"]) == ("quote", "quoted")
    assert "Le devis est de 12" in told["before"]
    assert "Le prix est de 12" in told["after"]
    accept_course(test_id=test.pk, version=changed, by=town.agent)
    assert play_test(test_id=test.pk, version=changed, by=town.agent).differences == []


def test_silence_decides_in_a_test_as_it_did_in_life(system, run_jobs):
    made = definition()
    made["statuses"].append(status("decided", "decided"))
    made["transitions"].append(transition("end", ["decided"], "done"))
    town = town_with(made, regime="SVR")
    with clock.standing_at(clock.now() - timedelta(days=70)):
        case = lodge(town)
    declare_implied_decisions()
    test = recorded(town, case)

    assert [each["status"] for each in test.expected["seen"]] == ["received", "decided", "decided"]
    assert "silence" in test.expected["seen"][1]["step"]
    assert play_test(test_id=test.pk, version=town.version, by=town.agent).differences == []


def test_a_delay_that_changed_is_told_even_where_the_steps_are_the_same(town):
    def later(workflow) -> None:
        forget = next(each for each in workflow["transitions"] if each["key"] == "forget")
        forget["when"]["after"]["count"] = 18

    test = record_test(version=town.version, name="Oubli", number="", by=town.agent)
    for step in (
        {"do": "press", "transition": "take", "by": "agent"},
        {"do": "press", "transition": "quote", "by": "agent", "answers": {"said": "Motif"}},
        {"do": "wait", "after": 20 * 86_400},
    ):
        test = add_step(test_id=test.pk, version=town.version, step=step, by=town.agent)
    (told,) = play_test(test_id=test.pk, version=other_version(town, later), by=town.agent).differences
    assert told["what"] == "Moment (après : le moment venu, « Forget » arrive tout seul)"
    assert (told["before"], told["after"]) == (
        "Done, 15 jours après le dépôt",
        "Done, 18 jours après le dépôt",
    )
    assert told["transition"] == "forget"


def test_a_publication_plays_the_tests_and_is_refused_when_one_differs(town, case):
    test, changed = recorded(town, case), other_version(town, redirect)
    with pytest.raises(BadDefinition) as refused:
        publish_version(version=changed, by=town.agent)

    assert "Une haie" in str(refused.value.errors)
    accept_course(test_id=test.pk, version=changed, by=town.agent)
    assert publish_version(version=changed, by=town.agent).state == "published"


def test_a_step_that_is_no_longer_possible_stops_the_test_and_says_so(town, case):
    def drop(workflow) -> None:
        workflow["transitions"] = [each for each in workflow["transitions"] if each["key"] != "take"]

    test = recorded(town, case)
    found = play_test(test_id=test.pk, version=other_version(town, drop), by=town.agent)
    (told,) = found.differences  # what it could not do any more is not told besides
    assert told["what"] == "Le test s’arrête (dernier geste fait : la demande est envoyée)"
    assert told["after"] == "La suite « Take » n’existe plus dans le parcours."


def test_a_test_is_written_step_by_step_from_nothing(town):
    test = record_test(version=town.version, name="Pas à pas", number="", by=town.agent)
    steps = [
        {"do": "press", "transition": "take", "by": "agent"},
        {"do": "press", "transition": "quote", "by": "agent", "answers": {"said": "Motif"}},
        {"do": "wait", "after": 20 * 86_400},
    ]
    for step in steps:
        test = add_step(test_id=test.pk, version=town.version, step=step, by=town.agent)
    assert test.expected["seen"][-1]["status"] == "done"
    test = remove_last_step(test_id=test.pk, version=town.version, by=town.agent)
    assert test.expected["seen"][-1]["status"] == "quoted"
    forget_test(procedure=town.version.procedure, test_id=test.pk)
    with pytest.raises(NotFound):
        forget_test(procedure=town.version.procedure, test_id=test.pk)


def test_whoever_does_not_see_the_case_makes_no_test_of_it(town, case):
    stranger = AgentFactory(organisation=town.body, with_role=Role.PROCEDURE_BUILDER)
    with actor.acting_as(actor.for_agent(stranger.pk, frozenset())), pytest.raises(Invalid) as refused:
        record_test(version=town.version, name="Test", number=case.number, by=stranger)
    assert set(refused.value.errors) == {"number"}
