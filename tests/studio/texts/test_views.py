"""What a procedure says of itself."""

import pytest

from parvis.catalogue.services.drafts import begin_procedure
from parvis.catalogue.services.library import library
from parvis.organisations.sessions import agent_session
from tests.studio.boxes import boxes

pytestmark = pytest.mark.django_db
MARK = 'class="studio-form texts"'


@pytest.fixture(params=sorted(library()))
def whole(request, body, builder):
    """Return a draft of each procedure of the library."""
    definition = library()[request.param]
    return begin_procedure(
        organisation=body,
        title=definition["title"],
        code=request.param,
        by=agent_session(builder.pk),
        definition=definition,
    )


def test_texts_saved_untouched_stay_as_they_were(studio, whole):
    address = f"/atelier/valmont/demarches/{whole.procedure.code}/textes/"
    before = whole.definition
    answer = studio.post(address, boxes(studio.get(address).text, MARK))
    assert answer.status_code == 302, answer.text
    whole.refresh_from_db()
    for key in before:
        assert whole.definition.get(key) == before[key], key


def test_texts_are_changed(studio, home, draft):
    given = boxes(studio.get(f"{home}textes/").text, MARK) | {
        "t.title": "Louer une salle",
        "t.keywords": "fête\nmariage",
        "t.audience": ["individual", "association"],
        "t.law.regime": "SVA",
        "t.law.delay": "1m",
        "t.other_ways.phone": "Au 02 00 00 00 00.",
        "t.subject": "Salle pour {{ nom }}",
        "t.drafts.reminder_days": "7\n14",
        "t.parameters": '{"tarif": 12}',
    }
    studio.post(f"{home}textes/", given)
    draft.refresh_from_db()
    now = draft.definition
    assert now["title"] == "Louer une salle"
    assert now["keywords"] == ["fête", "mariage"]
    assert now["law"] == {"regime": "SVA", "delay": "1m", "receipt_owed": True}
    assert now["other_ways"][1] == {"kind": "phone", "text": "Au 02 00 00 00 00."}
    assert now["subject"] == '"Salle pour " + text(nom)'
    assert now["drafts"] == {"reminder_days": [7, 14]}
    assert now["parameters"] == {"tarif": 12}
    assert "Salle pour {{ nom }}" in studio.get(f"{home}textes/").text


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("t.title", "", "Donnez un titre"),
        ("t.law.delay", "deux mois", "Ce délai ne se lit pas"),
        ("t.duration_minutes", "1000", "1000"),
        ("t.subject", "= nom +", ""),
        ("t.parameters", "{tarif", "JSON"),
        ("t.drafts.reminder_days", "sept", "nombres de jours"),
    ],
)
def test_what_is_badly_written_is_told_and_kept(studio, home, draft, name, typed, said):
    before = draft.definition
    answer = studio.post(f"{home}textes/", boxes(studio.get(f"{home}textes/").text, MARK) | {name: typed})
    assert answer.status_code == 422
    assert f'href="#q-{name.replace(".", "-")}"' in answer.text
    assert said in answer.text
    assert typed in answer.text
    draft.refresh_from_db()
    assert draft.definition == before


def test_what_is_missing_may_wait_until_publication(studio, home, draft):
    given = boxes(studio.get(f"{home}textes/").text, MARK) | {"t.summary": "", "t.data_notice.purpose": ""}
    assert studio.post(f"{home}textes/", given).status_code == 302
    draft.refresh_from_db()
    assert "summary" not in draft.definition


def test_two_builders_in_the_texts_are_told(studio, home, draft):
    mine = boxes(studio.get(f"{home}textes/").text, MARK)
    studio.post(f"{home}textes/", mine | {"t.title": "Un"})
    answer = studio.post(f"{home}textes/", mine | {"t.title": "Deux"})
    assert answer.status_code == 409
    assert 'value="Deux"' in answer.text
