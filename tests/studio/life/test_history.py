"""What happened to a procedure, and what each version changes, told to who is no developer."""

import pytest

from parvis.catalogue.services import editing
from parvis.catalogue.services.drafts import open_draft
from parvis.organisations.sessions import agent_session
from tests.studio.boxes import boxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(draft, builder, studio, home):
    """Return the second version, published: a condition, a question, an option and a text are others than before."""
    by = agent_session(builder.pk)
    first = draft.definition["form"]["pages"][0]["fields"]
    new = {**first[2], "condition": "locataire == false", "max_length": 40}
    editing.edit_question(version_id=draft.pk, by=by, address="bailleur", new=new)
    editing.add_questions(
        version_id=draft.pk, by=by, page="p2", fields=[{"type": "date", "label": "Début des travaux"}]
    )
    editing.set_texts(version_id=draft.pk, by=by, values={"summary": "Pour essayer encore."})
    page = studio.get(f"{home}publier/").text
    given = boxes(page, f'action="{home}publier/"') | {"reason": "Demande des services"}
    studio.post(f"{home}publier/", given)
    return page


def plain_spaces(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_version_tells_what_it_changes_place_by_place(studio, home, changed):
    history = studio.get(f"{home}historique/").text
    assert f'href="{home}historique/2/changements/"' in history
    assert f'href="{home}historique/1/changements/"' not in history
    page = studio.get(f"{home}historique/2/changements/").text
    assert "De la version 1 à la version 2" in plain_spaces(page)
    assert "« Pour les essais. » devient « Pour essayer encore. »" in plain_spaces(page)
    assert "est oui ; maintenant : « Êtes-vous locataire" in plain_spaces(page)
    assert "réglage « Longueur au plus » : « 40 » est ajouté." in plain_spaces(page)
    assert "Question ajoutée à l’étape « Page 2 » : « Début des travaux » (date)." in plain_spaces(page)


def test_what_changes_is_read_before_publishing(changed):
    assert "Ce qui change depuis la version 1" in plain_spaces(changed)
    assert "« Début des travaux »" in plain_spaces(changed)


def test_two_versions_of_ones_choice_are_compared(studio, home, changed, draft, builder):
    open_draft(procedure_id=draft.procedure_id, by=agent_session(builder.pk))
    page = studio.get(f"{home}historique/3/changements/?depuis=2").text
    assert "Ces deux versions disent la même chose" in plain_spaces(page)
    assert "Début des travaux" in studio.get(f"{home}historique/3/changements/?depuis=1").text


def test_a_first_version_has_nothing_before_it(studio, home, draft):
    assert studio.get(f"{home}historique/1/changements/").status_code == 404
    assert studio.get(f"{home}historique/2/changements/?depuis=9").status_code == 404
