"""Gestures on a case, through plain forms."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.cases.models import Case, HeldAnswer, LegalState, Message, Outcome
from parvis.cases.services.treatment import decide_case
from parvis.common import clock
from parvis.organisations.models import Role
from tests.documents.files import EXE, PDF
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town):
    return lodge(town)


@pytest.fixture
def reception(town, at_desk):
    return at_desk(AgentFactory(organisation=town.body, with_role=Role.RECEPTION, with_role__on=[town.team]))


def address(case, gesture=""):
    return f"/bureau/demandes/{case.number}/{gesture}"


def text_of(page):
    return page.content.decode()


class TestAnswering:
    def test_an_answer_can_be_called_back_for_ten_seconds(self, desk, case):
        sent = desk.post(address(case, "repondre/"), {"texte": "Nous passerons jeudi."}, follow=True)
        assert "Annuler l’envoi" in text_of(sent)
        assert not Message.objects.exists()
        back = desk.post(address(case, "annuler-envoi/"), follow=True)
        assert "Rien n’est parti" in text_of(back)
        assert "Nous passerons jeudi.</textarea>" in text_of(back)

    def test_an_answer_leaves_and_sets_the_next_state_in_the_same_gesture(self, desk, case, run_jobs):
        desk.post(address(case, "repondre/"), {"texte": "C’est fait.", "ensuite": "terminer"})
        with clock.standing_at(clock.now() + timedelta(seconds=11)):
            run_jobs()
        assert Message.objects.get().text == "C’est fait."
        assert Case.objects.get().state == LegalState.CLOSED

    def test_an_answer_too_late_to_call_back_is_said_so(self, desk, case, run_jobs):
        desk.post(address(case, "repondre/"), {"texte": "Bonjour"})
        with clock.standing_at(clock.now() + timedelta(seconds=11)):
            run_jobs()
        assert "déjà partie" in text_of(desk.post(address(case, "annuler-envoi/"), follow=True))

    def test_an_empty_answer_is_refused_in_words(self, desk, case):
        page = desk.post(address(case, "repondre/"), {"texte": "  "})
        assert page.status_code == 422
        assert "Écrivez votre réponse." in text_of(page)

    def test_a_file_goes_with_the_answer(self, desk, case, run_jobs):
        plan = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
        desk.post(address(case, "repondre/"), {"texte": "Voici le plan.", "fichiers": plan})
        with clock.standing_at(clock.now() + timedelta(seconds=11)):
            run_jobs()
        assert Message.objects.get().attachments.get().file.name == "plan.pdf"
        assert "plan.pdf" in text_of(desk.get(address(case)))

    def test_a_file_that_cannot_be_taken_is_refused_and_the_text_kept(self, desk, case):
        bad = SimpleUploadedFile("jeu.exe", EXE)
        page = desk.post(address(case, "repondre/"), {"texte": "Voici le jeu.", "fichiers": bad})
        assert page.status_code == 422
        assert "Nous n’acceptons pas ce type de fichier" in text_of(page)
        assert "Voici le jeu.</textarea>" in text_of(page)
        assert not HeldAnswer.objects.exists()

    def test_an_answer_called_back_can_be_thrown_away(self, desk, case):
        desk.post(address(case, "repondre/"), {"texte": "Bonjour"})
        desk.post(address(case, "annuler-envoi/"))
        page = desk.post(address(case, "effacer-brouillon/"), follow=True)
        assert "Le brouillon de réponse est effacé" in text_of(page)
        assert not HeldAnswer.objects.exists()

    def test_a_colleague_sees_that_an_answer_is_leaving(self, desk, case, reception):
        desk.post(address(case, "repondre/"), {"texte": "Nous passerons jeudi."})
        page = text_of(reception.get(address(case)))
        assert "part dans quelques secondes" in page
        assert "Annuler l’envoi" not in page


class TestNotes:
    def test_a_note_is_added_for_agents_only(self, desk, case):
        page = desk.post(address(case, "note/"), {"note-texte": "Rappeler lundi"}, follow=True)
        assert "La personne ne la voit pas" in text_of(page)
        assert Message.objects.get().direction == "note"

    def test_an_empty_note_is_refused_in_words(self, desk, case):
        page = desk.post(address(case, "note/"), {"note-texte": ""})
        assert page.status_code == 422
        assert "Écrivez votre note." in text_of(page)


class TestAssigning:
    def test_taking_a_case_is_one_gesture(self, desk, town, case):
        page = desk.post(address(case, "prendre/"), follow=True)
        assert "Cette demande est à vous." in text_of(page)
        assert Case.objects.get().assignee == town.agent

    def test_a_case_is_given_to_a_colleague_then_put_back(self, desk, town, case):
        colleague = AgentFactory(
            organisation=town.body, with_role=Role.CASE_HANDLER, with_role__on=[town.team]
        )
        desk.post(address(case, "attribuer/"), {"a": colleague.pk})
        assert Case.objects.get().assignee == colleague
        desk.post(address(case, "attribuer/"), {"a": "personne"})
        assert Case.objects.get().assignee is None

    def test_reception_does_not_assign(self, reception, case):
        assert reception.get(address(case, "attribuer/")).status_code == 403
        assert reception.post(address(case, "prendre/")).status_code == 403


class TestStates:
    def test_a_state_is_set_without_a_word_to_the_person(self, desk, case):
        desk.post(address(case, "etat/"), {"etat": "waiting_for_third_party"})
        assert Case.objects.get().state == LegalState.WAITING_FOR_THIRD_PARTY
        assert not Message.objects.exists()

    @pytest.mark.parametrize("wrong", ["", "decided", "closed", "perdue"])
    def test_a_state_out_of_the_list_is_refused(self, desk, case, wrong):
        assert desk.post(address(case, "etat/"), {"etat": wrong}).status_code == 422
        assert Case.objects.get().state == LegalState.RECEIVED


class TestPieces:
    def test_several_pieces_are_asked_at_once(self, desk, case):
        due = clock.today() + timedelta(days=20)
        given = {
            "pieces": "Plan\n\nPhoto de l’arbre\n",
            "avant": due.isoformat(),
            "suspend": "yes",
            "texte": "",
        }
        page = desk.post(address(case, "pieces/"), given, follow=True)
        assert "Pièces demandées à la personne." in text_of(page)
        request = case.piece_requests.get()
        assert [item["label"] for item in request.items] == ["Plan", "Photo de l’arbre"]
        assert (request.suspends, request.due_on) == (True, due)

    def test_a_date_gone_by_and_no_piece_are_refused_under_their_fields(self, desk, case):
        page = desk.post(address(case, "pieces/"), {"pieces": " ", "avant": "2020-01-01"})
        assert page.status_code == 422
        assert "Indiquez au moins une pièce." in text_of(page)
        page = desk.post(address(case, "pieces/"), {"pieces": "Plan", "avant": "2020-01-01"})
        assert "Choisissez une date à venir" in text_of(page)


class TestTransferring:
    def test_the_competent_team_of_the_place_is_proposed_first(self, desk, town):
        there = make_town()
        case = lodge(town, municipality_id=town.body.territory_id)
        case.municipality = there.body.territory
        case.save(update_fields=["municipality"])
        assert f"{there.team.name} · {there.body.name}" in text_of(desk.get(address(case, "transmettre/")))

    def test_a_team_is_found_by_its_name_and_receives_the_case(self, desk, town, case):
        there = make_town(code="autre", name="Saint-Étienne")
        found = desk.get(address(case, "transmettre/") + "?service=saint etienne")
        assert there.team.name in text_of(found)
        given = {"cherche": "saint etienne", "vers": there.team.pk, "motif": "Voirie de Saint-Étienne"}
        page = desk.post(address(case, "transmettre/"), given, follow=True)
        assert "Demande transmise à" in text_of(page)
        assert page.redirect_chain[0][0] == "/bureau/"
        assert Case.objects.get().team == there.team

    def test_within_the_body_the_case_stays_in_sight_of_its_agents(self, town, at_desk, case):
        other = TeamFactory(organisation=town.body)
        manager = at_desk(AgentFactory(organisation=town.body, with_role=Role.TEAM_MANAGER))
        page = manager.post(
            address(case, "transmettre/"), {"vers": other.pk, "motif": "Pour vous"}, follow=True
        )
        assert page.redirect_chain[0][0] == address(case)

    def test_a_transfer_needs_a_reason_and_a_team_of_the_list(self, desk, case):
        page = desk.post(address(case, "transmettre/"), {"vers": "999999", "motif": ""})
        assert page.status_code == 422
        assert "Choisissez un service de la liste." in text_of(page)
        assert "Dites pourquoi vous transmettez" in text_of(page)


class TestDeciding:
    def test_the_author_is_shown_before_signing(self, desk, town, case):
        page = text_of(desk.get(address(case, "decider/")))
        assert f"Décision signée : {town.agent}, {town.agent.capacity}." in page

    def test_a_refusal_without_reasons_is_refused_in_words(self, desk, case):
        page = desk.post(address(case, "decider/"), {"issue": "refused", "fait": "Arbre sain"})
        assert page.status_code == 422
        assert "Un refus dit sur quels textes" in text_of(page)
        assert "Arbre sain" in text_of(page)

    def test_a_decision_is_taken(self, desk, town, case):
        given = {"issue": "refused", "droit": "Code de l’urbanisme", "fait": "Arbre sain"}
        page = desk.post(address(case, "decider/"), given, follow=True)
        assert "Décision enregistrée et notifiée." in text_of(page)
        assert Case.objects.get().state == LegalState.DECIDED

    def test_reception_does_not_decide(self, reception, case):
        assert reception.post(address(case, "decider/"), {"issue": "granted"}).status_code == 403

    def test_what_was_decided_is_not_decided_again(self, desk, town, case):
        with town.acting():
            decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())
        assert desk.get(address(case, "decider/")).status_code == 409


class TestEnding:
    def test_a_case_is_closed_then_taken_up_again(self, desk, case):
        desk.post(address(case, "terminer/"), {"issue": "answered"})
        assert Case.objects.get().state == LegalState.CLOSED
        assert desk.post(address(case, "reprendre/"), {"motif": ""}).status_code == 422
        desk.post(address(case, "reprendre/"), {"motif": "La personne a rappelé"})
        assert Case.objects.get().state == LegalState.IN_PROGRESS

    def test_an_ended_case_can_be_taken_up_again_and_a_breach_still_be_told(self, desk, case):
        desk.post(address(case, "terminer/"), {"issue": "no_follow_up"})
        steps = desk.get(address(case)).context["steps"]
        assert [step.gesture.code for step in steps] == ["appel", "reprendre", "violation"]


def test_each_gesture_comes_alone_when_htmx_asks(desk, case):
    page = text_of(desk.get(address(case, "pieces/"), headers={"HX-Request": "true"}))
    assert page.lstrip().startswith('<div id="geste"')
    assert "<html" not in page


def test_gestures_show_only_what_the_agent_may_do(reception, case):
    steps = reception.get(address(case)).context["steps"]
    assert [step.gesture.code for step in steps] == [
        "priorite",
        "appel",
        "transmettre",
        "ailleurs",
        "violation",
    ]
