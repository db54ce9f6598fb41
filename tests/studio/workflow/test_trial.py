"""A workflow is tried from the studio, on a clock one moves."""

import re

import pytest

pytestmark = pytest.mark.django_db


def pressed(page, label):
    """Return what the form of a trial sends when the button of a label is pressed."""
    form = page.split('action="#suite"', 1)[1]
    hidden = re.findall(r'<input type="hidden" name="(tirage|debut|pas)" value="([^"]+)"', form)
    button = re.search(
        rf'<button[^>]*name="(\w+)" value="([^"]+)"[^>]*>(?:(?!</button>).)*{label}', form, re.DOTALL
    )
    given: dict[str, list[str]] = {}
    for name, value in [*hidden, (button[1], button[2])]:
        given.setdefault(name, []).append(value)
    return given


def test_a_trial_goes_on_back_and_over_again(studio, home):
    studio.post(f"{home}parcours/gestes/", {"geste": "commencer"})
    address = f"{home}parcours/essayer/"
    assert "Commencer l’essai" in studio.get(address).text
    page = studio.post(address)
    assert page.status_code == 200
    assert "La demande est déposée" in page.text
    ended = studio.post(address, pressed(page.text, "Terminer")).text
    assert "étape « Terminée »" in ended
    back = studio.post(address, pressed(ended, "Revenir")).text
    assert "étape « Terminée »" not in back
    assert "étape « Reçue »" in studio.post(address, pressed(ended, "Une autre demande")).text


def test_a_trial_is_kept_as_a_test_under_a_name(studio, home):
    studio.post(f"{home}parcours/gestes/", {"geste": "commencer"})
    address = f"{home}parcours/essayer/"
    given = pressed(studio.post(address).text, "Terminer")
    assert "Donnez un nom" in studio.post(address, {**given, "_garder": "oui"}).text
    kept = studio.post(address, {**given, "_garder": "oui", "nom": "Terminée aussitôt"})
    assert kept.status_code == 302
    assert "Terminée aussitôt" in studio.get(kept["Location"]).text


def test_what_cannot_be_read_is_corrected_before_it_is_tried(studio, home):
    studio.post(f"{home}parcours/gestes/", {"geste": "commencer"})
    studio.post(f"{home}parcours/gestes/", {"geste": "ajouter-etape", "titre": "Étude"})
    assert "À corriger avant d’essayer" in studio.post(f"{home}parcours/essayer/").text
    assert "À corriger avant de chercher" in studio.get(f"{home}parcours/blocages/").text


def test_cases_that_would_get_stuck_are_looked_for(studio, home):
    studio.post(f"{home}parcours/gestes/", {"geste": "commencer"})
    assert "Aucune ne reste bloquée" in studio.get(f"{home}parcours/blocages/").text
