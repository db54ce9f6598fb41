"""Pages of a definition."""

import pytest

from parvis.catalogue.composition import steps
from parvis.catalogue.composition.places import AGENT_FORM, fields, pages
from parvis.common.errors import Invalid
from tests.factories.catalogue import definition, field


@pytest.fixture
def document():
    return definition(
        [field("text", "nom")], [field("yes_no", "loue"), field("text", "rue", condition="loue == true")]
    )


def keys(document, part="form"):
    return [place.page["key"] for place in pages(document, part)]


def test_a_page_is_added_where_one_wants(document):
    assert steps.add_page(document, "Votre logement", after="p1") == "logement"
    assert steps.add_page(document, "Votre logement") == "logement-2"
    assert keys(document) == ["p1", "logement", "p2", "logement-2"]


def test_agents_have_pages_of_their_own(document):
    steps.add_page(document, "Instruction", part=AGENT_FORM)
    assert keys(document, AGENT_FORM) == ["instruction"]
    steps.remove_page(document, "instruction", part=AGENT_FORM)
    assert AGENT_FORM not in document


def test_a_page_takes_texts_and_another_key(document):
    assert (
        steps.edit_page(document, "p1", {"title": "Vous", "description": "Bonjour", "key": "vous"}) == "vous"
    )
    steps.edit_page(document, "vous", {"description": ""})
    assert list(document["form"]["pages"][0]) == ["key", "title", "fields"]
    for key in ("p2", "Pas bon"):
        with pytest.raises(Invalid):
            steps.edit_page(document, "vous", {"key": key})


def test_a_page_moves_and_stops_at_the_ends(document):
    steps.step_page(document, "p2", -1)
    steps.step_page(document, "p2", -1)
    assert keys(document) == ["p2", "p1"]


def test_the_copy_of_a_page_reads_its_own_questions(document):
    assert steps.duplicate_page(document, "p2") == "page-2"
    double = document["form"]["pages"][2]["fields"]
    assert double[1]["condition"] == f"{double[0]['key']} == true"
    assert len({place.address for place in fields(document)}) == 5
    assert document["form"]["pages"][1]["fields"][1]["condition"] == "loue == true"


def test_a_page_goes_with_its_questions_but_the_last_stays(document):
    document["roles"] = {"person": "loue"}
    gone = steps.remove_page(document, "p2")
    assert [one["key"] for one in gone["fields"]] == ["loue", "rue"]
    assert document["roles"] == {}
    with pytest.raises(Invalid):
        steps.remove_page(document, "p1")
