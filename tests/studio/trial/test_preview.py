"""The preview of a form being written: the real pages, filled for nothing."""

import pytest

from parvis.catalogue.services import editing
from parvis.organisations.sessions import agent_session

pytestmark = pytest.mark.django_db


def test_a_page_of_ours_may_frame_it_and_no_other(studio, home):
    answer = studio.get(f"{home}apercu/p1/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in studio.get(f"{home}questions/")["Content-Security-Policy"]


def test_one_fills_it_from_page_to_page_and_reads_it_again(studio, home):
    page = studio.get(f"{home}apercu/p1/").text
    assert "Nom de famille" in page
    wrong = studio.post(f"{home}apercu/p1/", {"_drawn": "nom,locataire", "_go": "next"})
    assert wrong.status_code == 422
    given = {"_drawn": "nom,locataire", "_go": "next", "nom": "Hamel", "locataire": "no"}
    assert studio.post(f"{home}apercu/p1/", given)["Location"] == f"{home}apercu/p2/"
    rest = {"_drawn": "travaux,enfants", "travaux": "a", "enfants.0.prenom": "Zoé"}
    more = studio.post(f"{home}apercu/p2/", {**rest, "add_item": "enfants"})
    assert 'name="enfants.1.prenom"' in more.text
    assert studio.post(f"{home}apercu/p2/", rest)["Location"] == f"{home}apercu/_fin/"
    end = studio.get(f"{home}apercu/_fin/").text
    for words in ("Hamel", "Toit", "Zoé", "Fin de l’essai"):
        assert words in end
    assert studio.post(f"{home}apercu/p2/", {"_go": "again"})["Location"] == f"{home}apercu/p1/"
    assert "Hamel" not in studio.get(f"{home}apercu/p1/").text


def test_a_question_hidden_by_the_answers_is_told_to_who_edits_it(studio, home):
    page = studio.get(f"{home}apercu/p1/?question=bailleur").text
    assert "« Nom du bailleur » n’est pas affichée" in page


def test_the_script_asks_which_questions_are_shown(studio, home):
    given = {"_drawn": "nom,locataire", "locataire": "yes"}
    answer = studio.post(f"{home}apercu/p1/", given, headers={"X-Autosave": "1"})
    assert "bailleur" in answer.json()["shown"]


def test_a_question_that_is_not_ready_is_told_and_the_others_shown(studio, home, draft, builder):
    by = agent_session(builder.pk)
    editing.add_questions(
        version_id=draft.pk, by=by, page="p1", fields=[{"type": "choice", "label": "Couleur"}]
    )
    page = studio.get(f"{home}apercu/p1/").text
    assert "Cette question n’est pas encore prête" in page
    assert "Nom de famille" in page


def test_a_page_without_questions_is_told(studio, home, draft, builder):
    editing.add_step(version_id=draft.pk, by=agent_session(builder.pk), title="Vide")
    assert "pas encore de question" in studio.get(f"{home}apercu/vide/").text


def test_the_question_one_edits_stands_out_in_the_preview(studio, home, draft):
    page = studio.get(f"{home}questions/q/nom/").text
    assert f'src="{home}apercu/p1/?question=nom"' in page
    shown = studio.get(f"{home}apercu/p1/?question=nom").text
    assert 'id="champ-nom" class="trial-field trial-current"' in shown
    assert shown.count("trial-current") == 1
