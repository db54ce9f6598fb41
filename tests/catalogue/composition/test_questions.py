"""Questions of a definition: added, changed, moved, copied, taken away, and what follows."""

import copy

import pytest

from parvis.catalogue.composition import questions
from parvis.catalogue.composition.following import carry_translations, readers
from parvis.catalogue.composition.places import field_at, fields
from parvis.common.errors import Invalid, NotFound
from tests.factories.catalogue import definition, field


def block(key, *inside, **options):
    return field("block", key, fields=list(inside), **options)


@pytest.fixture
def document():
    return definition(
        [
            field("text", "nom"),
            field("yes_no", "locataire"),
            field("text", "bailleur", condition="locataire == true"),
        ],
        [
            block("enfants", field("text", "prenom"), field("number", "age"), repeat={"max": 5}),
            field("text", "fin"),
        ],
    )


def addresses(document):
    return [place.address for place in fields(document)]


def test_a_question_is_added_after_another_with_a_key_of_its_own(document):
    new = [{"type": "text", "label": "Nom d’usage"}, {"type": "date", "label": "Date de naissance"}]
    assert questions.add_fields(document, new, page="p1", after="nom") == ["nom_usage", "date_naissance"]
    assert addresses(document)[:4] == ["nom", "nom_usage", "date_naissance", "locataire"]


def test_a_question_is_added_at_the_end_of_a_page_and_in_a_block(document):
    assert questions.add_fields(document, [{"type": "text", "label": "Nom"}], page="p1") == ["nom_2"]
    assert questions.add_fields(
        document, [{"type": "text", "label": "École"}], page="p2", block="enfants"
    ) == ["enfants.ecole"]
    assert addresses(document)[-3:] == ["enfants.age", "enfants.ecole", "fin"]


def test_a_question_whose_place_is_gone_is_not_added(document):
    with pytest.raises(NotFound):
        questions.add_fields(document, [{"type": "text", "label": "x"}], page="p9")


def test_what_reads_a_question_follows_its_new_key(document):
    document["roles"] = {"person": "locataire"}
    document["subject"] = 'locataire ? "locataire" : nom'
    document["form"]["pages"][1]["description"] = "Vous êtes {{ locataire }} : locataire."
    now = questions.replace_field(document, "locataire", field("yes_no", "loue"))
    assert now == "loue"
    assert field_at(document, "bailleur").field["condition"] == "loue == true"
    assert document["roles"] == {"person": "loue"}
    assert document["subject"] == 'loue ? "locataire" : nom'
    assert document["form"]["pages"][1]["description"] == "Vous êtes {{ loue }} : locataire."


def test_a_key_of_a_block_is_renamed_where_it_is_meant_and_nowhere_else(document):
    document["form"]["pages"][0]["fields"].append(field("number", "age"))
    field_at(document, "enfants.prenom").field["condition"] = "age > 3"
    field_at(document, "fin").field["condition"] = (
        'sum(enfants, "age") > 10 && age > 18 && enfants[0].age > 1'
    )
    questions.replace_field(document, "enfants.age", field("number", "annees"))
    assert field_at(document, "enfants.prenom").field["condition"] == "annees > 3"
    said = field_at(document, "fin").field["condition"]
    assert said == 'sum(enfants, "annees") > 10 && age > 18 && enfants[0].annees > 1'


def test_a_key_that_a_block_hides_is_left_to_the_block(document):
    document["form"]["pages"][0]["fields"].append(field("number", "age"))
    field_at(document, "enfants.prenom").field["condition"] = "age > 3 && locataire == true"
    questions.replace_field(document, "age", field("number", "ans"))
    assert field_at(document, "enfants.prenom").field["condition"] == "age > 3 && locataire == true"


@pytest.mark.parametrize("key", ["Nom", "1er", "today", "locataire", "", "nom usage"])
def test_a_key_that_cannot_be_used_is_refused(document, key):
    with pytest.raises(Invalid) as refusal:
        questions.replace_field(document, "nom", field("text", key))
    assert list(refusal.value.errors) == ["key"]


def test_a_block_may_take_a_key_that_the_form_has(document):
    questions.replace_field(document, "enfants.prenom", field("text", "nom"))
    assert "enfants.nom" in addresses(document)


def test_readers_of_a_question_are_told_with_their_place(document):
    assert ["".join(f"/{step}" for step in one.pointer) for one in readers(document, "locataire")] == [
        "/form/pages/0/fields/2/condition"
    ]
    assert readers(document, "fin") == []


def test_a_question_goes_up_and_down_and_from_page_to_page(document):
    questions.step_field(document, "locataire", -1)
    assert addresses(document)[:2] == ["locataire", "nom"]
    questions.step_field(document, "locataire", -1)
    assert addresses(document)[:2] == ["locataire", "nom"]
    questions.step_field(document, "bailleur", 1)
    assert [one["key"] for one in document["form"]["pages"][1]["fields"]] == ["bailleur", "enfants", "fin"]
    questions.step_field(document, "bailleur", -1)
    assert addresses(document)[2] == "bailleur"
    questions.step_field(document, "enfants.age", -1)
    questions.step_field(document, "enfants.age", -1)
    assert addresses(document)[3:6] == ["enfants", "enfants.age", "enfants.prenom"]


def test_a_question_moves_anywhere(document):
    assert questions.move_field(document, "nom", page="p2") == "nom"
    assert questions.move_field(document, "locataire", page="", after="enfants.prenom") == "enfants.locataire"
    assert addresses(document) == [
        "bailleur",
        "nom",
        "enfants",
        "enfants.prenom",
        "enfants.locataire",
        "enfants.age",
        "fin",
    ]


def test_a_block_does_not_go_into_a_block(document):
    questions.add_fields(document, [block("autres", field("text", "x"))], page="p1")
    with pytest.raises(Invalid):
        questions.move_field(document, "autres", page="", block="enfants")


def test_a_copy_has_a_key_of_its_own(document):
    assert questions.duplicate_field(document, "nom") == "question_nom"
    assert addresses(document)[:2] == ["nom", "question_nom"]


def test_a_question_taken_away_leaves_no_role(document):
    document["roles"] = {"person": "nom"}
    assert questions.neighbour(document, "nom") == "locataire"
    questions.remove_fields(document, ["nom"])
    assert "nom" not in addresses(document)
    assert document["roles"] == {}


def test_translations_go_with_what_they_translate(document):
    document["translations"] = {
        "en": {
            "/form/pages/0/fields/1/label": "Tenant?",
            "/form/pages/1/fields/1/label": "End",
            "/title": "Try",
        }
    }
    after = copy.deepcopy(document)
    questions.add_fields(after, [{"type": "text", "label": "Tout d’abord"}], page="p1", after="nom")
    questions.replace_field(after, "locataire", field("yes_no", "loue"))
    questions.remove_fields(after, ["fin"])
    carry_translations(document, after, {"locataire": "loue"})
    assert after["translations"]["en"] == {"/form/pages/0/fields/2/label": "Tenant?", "/title": "Try"}


def test_translations_of_options_go_with_their_value():
    document = definition(
        [field("choice", "c", options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}])]
    )
    document["translations"] = {"en": {"/form/pages/0/fields/0/options/1/label": "Bee"}}
    after = {**document, "form": {"pages": [{**document["form"]["pages"][0]}]}}
    after["form"]["pages"][0]["fields"] = [
        field("choice", "c", options=[{"value": "b", "label": "B"}, {"value": "a", "label": "A"}])
    ]
    carry_translations(document, after, {})
    assert after["translations"]["en"] == {"/form/pages/0/fields/0/options/0/label": "Bee"}


def test_translations_follow_a_renamed_block_and_its_options():
    choice = field("choice", "c", options=[{"value": "a", "label": "A"}])
    document = definition([block("enfants", choice)])
    pointer = "/form/pages/0/fields/0/fields/0/options/0/label"
    document["translations"] = {"en": {pointer: "Ay"}}
    after = copy.deepcopy(document)
    questions.replace_field(after, "enfants", {**block("petits", choice)})
    carry_translations(document, after, {"enfants": "petits"})
    assert after["translations"]["en"] == {pointer: "Ay"}


def test_roles_follow_a_question_of_a_block(document):
    document["roles"] = {"person": "enfants.prenom"}
    questions.replace_field(document, "enfants.prenom", field("text", "petit_nom"))
    assert document["roles"] == {"person": "enfants.petit_nom"}
