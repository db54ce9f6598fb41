"""Gestures that need no box."""

import pytest

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def make(studio, home):
    def gesture(said, **given):
        return studio.post(f"{home}questions/gestes/", {"geste": said, **given})

    return gesture


def shape(draft):
    draft.refresh_from_db()
    return {page["key"]: [one["key"] for one in page["fields"]] for page in draft.definition["form"]["pages"]}


def test_questions_and_pages_are_moved_copied_and_taken_away(make, draft, home):
    assert make("monter locataire")["Location"] == f"{home}questions/q/locataire/"
    make("descendre bailleur")
    assert shape(draft) == {"p1": ["locataire", "nom"], "p2": ["bailleur", "travaux", "enfants"]}
    make("deplacer enfants", vers="form:p1")
    make("deplacer nom", vers="apres:travaux")
    assert shape(draft) == {"p1": ["enfants", "locataire"], "p2": ["bailleur", "travaux", "nom"]}
    make("deplacer nom", vers="dans:enfants")
    assert make("copier travaux")["Location"].endswith("/q/travaux_2/")
    make("supprimer bailleur")
    make("ajouter-etape p1", titre="Milieu")
    make("monter-etape p2")
    assert shape(draft) == {
        "p1": ["enfants", "locataire"],
        "p2": ["travaux", "travaux_2"],
        "milieu": [],
    }
    make("supprimer-etape milieu")
    make("copier-etape p1")
    assert list(shape(draft)) == ["p1", "page-1", "p2"]


def test_the_last_gesture_is_taken_back_and_made_again(make, draft, studio, home):
    before = shape(draft)
    make("supprimer nom")
    last = draft.changes.get()
    page = studio.get(f"{home}questions/").text
    assert f'value="annuler {last.pk}"' in page
    make(f"annuler {last.pk}")
    assert shape(draft) == before
    assert f'value="retablir {last.pk}"' in studio.get(f"{home}questions/").text
    make(f"retablir {last.pk}")
    assert shape(draft) != before


def test_the_type_of_a_question_changes_and_its_words_stay(make, draft):
    make("changer-type nom", type="long_text")
    draft.refresh_from_db()
    assert draft.definition["form"]["pages"][0]["fields"][0] == {
        "key": "nom",
        "type": "long_text",
        "label": "Nom de famille",
    }


def test_what_cannot_be_done_is_told(make, studio, home):
    make("supprimer rien")
    assert "n’est plus là" in studio.get(f"{home}questions/").text
    make("annuler 999")
    make("supprimer-etape p1")
    make("supprimer-etape p2")
    assert "Gardez au moins une étape" in studio.get(f"{home}questions/").text
    assert make("danser").status_code == 404


def test_htmx_gets_the_panel_and_the_whole_outline(studio, home):
    answer = studio.post(f"{home}questions/gestes/", {"geste": "monter locataire"}, headers=HTMX)
    assert 'id="plan"' in answer.text
    assert "Question « Êtes-vous locataire ? » déplacée." in answer.text
