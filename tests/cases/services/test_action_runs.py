"""Actions run by a job: tried again, once, waited for by what follows, never doing a thing twice."""

import pytest

from parvis.cases import journal
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import ActionRun, Attachment, Case, RunState
from parvis.cases.services import action_runs
from parvis.cases.services.signals import receive_signal
from parvis.cases.services.transitions import make_transition
from parvis.cases.services.workflow_values import signal_token
from parvis.catalogue.errors import SourceDown
from parvis.catalogue.lists.fetching import Exchanged
from parvis.common import actor
from tests.factories.cases import lodge
from tests.factories.workflows import FORM, examination, status, town_with, transition

pytestmark = pytest.mark.django_db
CALL = {
    "do": "call_web_service",
    "key": "quote",
    "url": "https://quotes.example/{{ case.number }}",
    "method": "POST",
    "body": {"why": "reason"},
}


@pytest.fixture
def calls(monkeypatch):
    """Answer calls as an outside system does; the network is the only edge replaced."""
    made, answers = [], []

    def exchange(address, **given):
        made.append((address, given))
        answer = answers.pop(0) if answers else Exchanged(200, {"price": 12})
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("parvis.cases.signed_calls.exchange", exchange)
    return made, answers


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def asking(**more):
    made = examination()
    priced = {"do": "set_tags", "add": ["{{ case.results.quote.price }} €"]}
    made["statuses"].append(status("quoted", on_arrival=[{**CALL, **more}, priced]))
    made["transitions"] += [
        transition("quote", ["received"], "quoted"),
        transition(
            "cheap", ["quoted"], "done", when={"on": "arrival"}, condition="case.results.quote.price < 20"
        ),
        transition("failed", ["quoted"], "examined", when={"on": "failure", "action": "quote"}),
        transition("leave", ["quoted"], "examined"),
    ]
    return town_with(made)


def press(town, case, key="quote"):
    with town.acting():
        make_transition(case_id=case.pk, key=key, by=town.session())


def test_what_follows_waits_for_the_answer_and_reads_it(system, calls, run_jobs):
    town = asking()
    case = lodge(town, answers={"reason": "Mur"})
    press(town, case)
    assert fresh(case).status == "quoted"
    assert "tags" not in fresh(case).track
    run_jobs()
    found = fresh(case)
    assert found.track["tags"] == {"all": ["12 €"]}
    assert found.status == "done"
    (address, given), *others = calls[0]
    assert others == []
    assert address == f"https://quotes.example/{case.number}"
    assert given["content"] == b'{"why": "Mur"}'
    assert given["headers"]["Idempotency-Key"] == str(case.action_runs.get().pk)


def test_it_is_tried_again_under_the_same_key_then_succeeds(system, calls, run_jobs):
    calls[1].extend([SourceDown("Trop lent."), Exchanged(503, None)])
    town = asking()
    case = lodge(town)
    press(town, case)
    run_jobs()
    assert len(calls[0]) == 3
    assert len({given["headers"]["Idempotency-Key"] for _address, given in calls[0]}) == 1
    assert fresh(case).status == "done"


def test_a_refusal_is_not_tried_again_and_leads_where_a_failure_does(system, calls, run_jobs):
    calls[1].append(Exchanged(404, None))
    town = asking()
    case = lodge(town)
    press(town, case)
    run_jobs()
    run = case.action_runs.get()
    assert (run.state, run.attempts, len(calls[0])) == (RunState.FAILED, 1, 1)
    assert "404" in run.reason
    assert fresh(case).status == "examined"


def test_a_call_answered_twice_by_two_workers_counts_once(system, calls, run_jobs):
    town = asking()
    case = lodge(town)
    press(town, case)
    run_jobs()
    with actor.acting_as(actor.for_job(case.pk)):
        action_runs.run_action(case_id=case.pk, run_id=case.action_runs.get().pk)
    assert len(calls[0]) == 1
    assert case.journal.filter(kind="action_done").count() == 1


def test_a_letter_is_made_once_and_kept_with_the_case(system, run_jobs):
    made = examination(
        templates={"told": {"subject": "Votre dossier", "text": "Bonjour {{ person.first_name }}."}}
    )
    made["transitions"][0]["actions"] = [{"do": "make_letter", "template": "told"}]
    town = town_with(made)
    case = lodge(town)
    press(town, case, "take")
    run_jobs()
    kept = Attachment.objects.get(case=case)
    assert kept.file.media_type == "application/pdf"
    assert case.journal.filter(kind="letter_made").count() == 1


def test_a_case_opened_by_another_is_told_of_and_its_end_leads_on(system, run_jobs):
    made = examination()
    told = {"asker": '"autre@exemple.fr"'}
    opened = {
        "do": "open_case",
        "key": "child",
        "procedure": "abattage-arbre",
        "link": "child",
        "answers": told,
    }
    made["statuses"].append(status("elsewhere", "waiting_for_third_party"))
    made["transitions"] += [
        transition("delegate", ["received"], "elsewhere", actions=[opened]),
        transition("back_again", ["elsewhere"], "examined", when={"on": "case_ended", "link": "child"}),
    ]
    asked = [{"key": "asker", "type": "text", "label": "Qui demande", "required": False}]
    form = {**FORM, "pages": [{**FORM["pages"][0], "fields": [*FORM["pages"][0]["fields"], *asked]}]}
    town = town_with(made, definition={"form": form, "contact": {"email": "asker"}})
    case = lodge(town)
    press(town, case, "delegate")
    run_jobs()
    child = case.links.get(name="child").other
    assert child.person_id == case.person_id
    assert child.answers["asker"] == "autre@exemple.fr"
    assert child.person.email != "autre@exemple.fr"
    press(town, child, "take")
    press(town, child, "finish")
    run_jobs()
    assert fresh(case).status == "examined"


def test_a_signal_moves_the_case_once_and_only_with_its_token(system):
    made = examination()
    made["transitions"].append(
        transition("paid", ["received"], "examined", when={"on": "signal", "name": "paid"})
    )
    town = town_with(made)
    case = lodge(town)
    token = signal_token(case, "paid")
    with actor.acting_as(actor.NOBODY):
        with pytest.raises(CaseNotFound):
            receive_signal(case_id=case.pk, name="paid", token="wrong", said={})
        assert receive_signal(case_id=case.pk, name="paid", token=token, said={"amount": 5}) is True
        assert receive_signal(case_id=case.pk, name="paid", token=token, said={"amount": 5}) is False
    assert fresh(case).track["results"] == {"paid": {"amount": 5}}


def test_demands_that_open_one_another_for_ever_are_cut_and_told(system, run_jobs):
    made = examination()
    made["statuses"][0]["on_arrival"] = [
        {"do": "open_case", "key": "again", "procedure": "abattage-arbre", "link": "again"}
    ]
    lodge(town_with(made))
    run_jobs()
    assert Case.objects.count() == 9
    failed = ActionRun.objects.get(state=RunState.FAILED)
    assert "Déjà 8 demandes" in failed.reason


def test_a_message_whose_words_all_depend_on_conditions_may_say_nothing_and_keeps_nobody_waiting(system):
    written = {"do": "send_message", "text": '{{ reason != "" ? "Motif : " + reason : "" }}'}
    made = examination()
    made["transitions"] += [
        transition("tell", ["received"], "same", actions=[written]),
        transition("name", ["received"], "same", actions=[{**written, "subject": "Dossier reçu"}]),
    ]
    town = town_with(made)
    case = lodge(town)
    before = case.messages.count()
    press(town, case, "tell")
    assert case.messages.count() == before
    told = case.journal.filter(kind="status_moved").latest("position").facts["said"]
    assert told == ["Message non envoyé : il ne disait rien."]
    press(town, case, "name")
    assert case.messages.latest("pk").text == "Dossier reçu"


def test_what_waited_for_an_answer_that_came_after_the_step_was_left_is_told(system, calls, run_jobs):
    town = asking()
    case = lodge(town)
    press(town, case)
    press(town, case, "leave")
    run_jobs()
    assert fresh(case).status == "examined"
    told = case.journal.filter(kind="action_done").order_by("position")
    assert [entry.facts["how"] for entry in told] == ["done", "left"]
    assert "Rien n’a été fait de" in journal.kinds.get("action_done").to_agent(told[1])
