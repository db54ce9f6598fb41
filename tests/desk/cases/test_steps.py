"""The page of a case says where it is in its workflow, and its transitions are made without JavaScript."""

import pytest

from parvis.cases.models import Case, RecordedTest, Timer, TimerState
from parvis.cases.services.transitions import make_transition
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import lodge
from tests.factories.organisations import AgentFactory
from tests.factories.workflows import examination, status, town_with, transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system):
    made = examination(
        forms={
            "refusal": {
                "title": "Refus",
                "fields": [{"type": "long_text", "key": "why", "label": "Pourquoi ce refus"}],
            }
        }
    )
    made["statuses"][1]["notices"] = [{"text": "Motif : {{ reason }}", "tone": "warning"}]
    made["statuses"].append(status("asked", "waiting_for_third_party"))
    later = {"on": "delay", "after": {"count": 15, "unit": "days"}}
    opinion = {"do": "ask_opinion", "key": "expert", "to": ["manager"], "text": "Que dit le plan ?"}
    made["transitions"] += [
        transition("refuse", ["examined"], "done", form="refusal"),
        transition("forget", ["examined"], "done", when=later),
        transition("consult", ["examined"], "asked", actions=[opinion]),
        transition("heard", ["asked"], "examined", when={"on": "opinions", "ask": "expert"}),
    ]
    return town_with(made)


@pytest.fixture
def case(town):
    case = lodge(town, answers={"reason": "Arbre malade"})
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    return case


def page(desk, case) -> str:
    return desk.get(f"/bureau/demandes/{case.number}/").text


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_it_says_where_the_case_is_why_who_must_act_and_by_when(town, case, desk):
    shown = page(desk, case)
    assert "Examined" in shown
    assert f"{town.agent} a choisi « Take »." in shown
    assert town.team.name in shown
    assert "Motif : Arbre malade" in shown
    assert "d’ici le" in shown


def test_a_confirmation_and_a_form_come_before_what_they_lead_to(case, desk):
    address = f"/bureau/demandes/{case.number}/etape"
    assert "C’est fini ?" in desk.get(f"{address}/finish/").text
    assert "Pourquoi ce refus" in desk.get(f"{address}/refuse/").text
    refused = desk.post(f"{address}/refuse/", {"_vues": "why", "why": ""})
    assert refused.status_code == 422
    assert fresh(case).status == "examined"
    desk.post(f"{address}/refuse/", {"_vues": "why", "why": "Hors zone"})
    assert fresh(case).status == "done"
    assert fresh(case).track["forms"]["refusal"] == {"why": "Hors zone"}


def test_a_transition_that_is_not_offered_is_refused(case, desk):
    assert desk.post(f"/bureau/demandes/{case.number}/etape/resume/").status_code == 409
    assert fresh(case).status == "examined"


def test_a_timer_is_shown_and_cancelled(case, desk):
    timer = Timer.objects.get(case=case)
    assert "Forget" in page(desk, case)
    assert "d’ici le" in page(desk, case)
    desk.post(f"/bureau/demandes/{case.number}/echeance/{timer.pk}/", {"suite": "annuler"})
    timer.refresh_from_db()
    assert timer.state == TimerState.CANCELLED
    assert "Échéance annulée : Forget." in page(desk, case)
    assert "d’ici le" not in page(desk, case)


def test_an_opinion_is_asked_given_and_leads_on(town, case, desk):
    desk.post(f"/bureau/demandes/{case.number}/etape/consult/")
    asked = fresh(case).consultations.get()
    address = f"/bureau/demandes/{case.number}/consultation/{asked.pk}/"
    assert "Que dit le plan ?" in desk.get(address).text
    desk.post(address, {"suite": "avis", "texte": "Zone libre"})
    assert fresh(case).status == "examined"
    assert "Zone libre" in page(desk, case)


def test_a_validation_handed_over_is_granted_by_the_other_agent(town, case, desk, at_desk, system):
    other = AgentFactory(organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team])
    desk.post(f"/bureau/demandes/{case.number}/etape/consult/")
    asked = fresh(case).consultations.get()
    address = f"/bureau/demandes/{case.number}/consultation/{asked.pk}/"
    desk.post(address, {"suite": "confie", "collegue": other.pk, "texte": ""})
    asked.refresh_from_db()
    assert asked.agent_id == other.pk
    assert agent_session(other.pk) is not None
    assert desk.post(address, {"suite": "avis", "texte": "Trop tard"}).status_code == 403
    at_desk(other).post(address, {"suite": "avis", "texte": "D’accord"})
    assert fresh(case).status == "examined"


def test_a_letter_is_read_then_signed_or_refused_with_a_reason(system, at_desk, run_jobs):
    made = examination(templates={"order": {"subject": "Arrêté", "text": "Article 1."}})
    sign = {"do": "sign", "key": "mayor", "letter": "order", "to": ["handler"], "text": "Signez."}
    letter = {"do": "make_letter", "key": "order", "template": "order"}
    made["transitions"][0]["actions"] = [letter, sign]
    town = town_with(made)
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    asked = case.consultations.get()
    client = at_desk(town.agent)
    address = f"/bureau/demandes/{case.number}/consultation/{asked.pk}/"
    assert "en préparation" in client.get(address).text
    run_jobs()
    asked.refresh_from_db()
    assert f"documents/{asked.signing['document']}/" in client.get(address).text

    unnamed = client.post(address, {"suite": "signe", "signature.name": ""})
    assert unnamed.status_code == 422
    assert "écrivez votre prénom et votre nom." in unnamed.text
    named = {"suite": "signe", "signature.name": "Line Ory", "signature.drawing": "M10 20L30 40"}
    assert client.post(address, named).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.signing["drawing"]) == ("granted", "M10 20L30 40")


def test_a_payment_is_shown_and_written_down_when_it_comes_another_way(system, at_desk, run_jobs):
    made = examination()
    fee = {"do": "take_payment", "key": "fee", "amount": "12.5", "text": "Frais de copie"}
    made["transitions"][0]["actions"] = [fee]
    town = town_with(made)
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    run_jobs()
    client = at_desk(town.agent)
    assert "Frais de copie" in page(client, case)
    address = f"/bureau/demandes/{case.number}/paiement/{case.payments.get().pk}/"
    assert "Frais de copie" in client.get(address).text
    assert client.post(address, {"moyen": ""}).status_code == 422
    assert client.post(address, {"moyen": "cash", "reference": "Q12"}).status_code == 302
    assert case.payments.get().is_settled
    assert "Noter un paiement" not in page(client, case)


def test_who_treated_an_ended_case_hands_it_to_the_builders_as_a_test(town, case, desk):
    address = f"/bureau/demandes/{case.number}/test/"
    assert "test du parcours" not in page(desk, case)
    with town.acting():
        make_transition(case_id=case.pk, key="refuse", by=town.session(), answers={"why": "Arbre protégé"})

    assert "Garder comme test du parcours" in page(desk, case)
    assert desk.post(address, {"nom": ""}).status_code == 422
    assert "Le test « Arbre malade » est gardé." in nbsp(
        desk.post(address, {"nom": "Arbre malade"}, follow=True)
    )
    [test] = RecordedTest.objects.all()
    assert (test.procedure, test.made_by) == (town.version.procedure, town.agent)
    assert [each["status"] for each in test.expected["seen"]][-1] == "done"
    assert "Arbre protégé" not in str(test.script)
    assert "Un autre test a déjà ce nom." in nbsp(desk.post(address, {"nom": "Arbre malade"}))


def nbsp(answer) -> str:
    return answer.text.replace("\u00a0", " ")
