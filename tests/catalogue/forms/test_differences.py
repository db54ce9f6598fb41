"""What changes between two versions, told to who decides."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.catalogue.forms.differences import Kind, differences
from tests.factories.catalogue import definition, field
from tests.factories.definitions import school_meals

OTHER = "Question « Autre chose à nous dire »"


def told(before, after):
    return [(found.kind, found.key, found.sentence) for found in differences(before, after)]


def changed(change):
    before, after = school_meals(), school_meals()
    change(after)
    return told(before, after)


def page(document, number):
    return document["form"]["pages"][number]


def test_the_same_definition_has_no_difference():
    assert told(school_meals(), school_meals()) == []


def test_an_added_and_a_removed_question_are_told_with_their_page():
    def change(new):
        page(new, 0)["fields"].append({"key": "second", "type": "person", "label": "Autre parent"})
        page(new, 1)["fields"][0]["fields"].pop(1)

    assert changed(change) == [
        (
            Kind.ADDED,
            "second",
            "Question ajoutée à l’étape « Votre foyer » : « Autre parent » (personne).",
        ),
        (
            Kind.REMOVED,
            "children.last_name",
            "Question retirée de l’étape « Vos enfants » : « Nom ».",
        ),
    ]


def test_each_change_of_a_question_is_a_sentence():
    def change(new):
        quotient = page(new, 2)["fields"][0]
        quotient.update(label="Quotient", required=False, max=5000)
        del quotient["default"]

    assert [sentence for _kind, _key, sentence in changed(change)] == [
        "Question « Votre quotient familial », elle devient facultative.",
        "Question « Votre quotient familial », libellé : « Votre quotient familial » devient « Quotient ».",
        "Question « Votre quotient familial », réponse proposée : « 1200 » est retiré.",
        "Question « Votre quotient familial », option « max » : « 20000 » devient « 5000 ».",
    ]


def test_choices_are_told_one_by_one():
    def change(new):
        days = page(new, 1)["fields"][0]["fields"][5]["options"]
        days[0]["label"] = "Le lundi"
        days.pop()
        days.append({"value": "wed", "label": "Mercredi"})

    name = "Question « Jours de cantine de {{ first_name }} », "
    assert [sentence.removeprefix(name) for _kind, _key, sentence in changed(change)] == [
        "choix : « Lundi » devient « Le lundi ».",
        "choix ajouté : « Mercredi ».",
        "choix retiré : « Vendredi ».",
    ]


def test_a_change_of_type_says_both():
    def change(new):
        page(new, 2)["fields"][0] = {"key": "quotient", "type": "text", "label": "Votre quotient familial"}

    sentences = [sentence for _kind, _key, sentence in changed(change)]
    assert "Question « Votre quotient familial », type : « nombre » devient « texte court »." in sentences


def test_only_what_moved_is_said_to_have_moved():
    def change(new):
        fields = page(new, 1)["fields"][0]["fields"]
        fields.append(fields.pop(0))
        page(new, 0)["fields"].append(page(new, 2)["fields"].pop(-1))

    assert changed(change) == [
        (
            Kind.MOVED,
            "comment",
            f"{OTHER} : elle passe de l’étape « Le prix des repas » à l’étape « Votre foyer ».",
        ),
        (
            Kind.MOVED,
            "children.first_name",
            "Question « Prénom » : elle change de place dans l’étape « Vos enfants ».",
        ),
    ]


def test_pages_their_rules_and_the_law_are_compared_too():
    def change(new):
        new["law"]["delay"] = "1m"
        new["title"] = "Cantine"
        new["drafts"] = {"kept_days": 10}
        page(new, 1)["title"] = "Les enfants"
        del page(new, 0)["exits"]
        new["form"]["pages"].insert(0, new["form"]["pages"].pop())
        new["agent_form"]["pages"].append({"key": "suite", "title": "Suite", "fields": [field("text", "x")]})

    sentences = [sentence for _kind, _key, sentence in changed(change)]
    assert "Titre : « Inscrire vos enfants à la cantine et à la garderie » devient « Cantine »." in sentences
    assert "Délai de réponse : « 2m » devient « 1m »." in sentences
    assert "Étape « Vos enfants », titre : « Vos enfants » devient « Les enfants »." in sentences
    assert any(said.startswith("Étape « Votre foyer », sorties : ") for said in sentences)
    assert "Étape « Le prix des repas » : elle change de place." in sentences
    assert "Étape ajoutée : « Suite »." in sentences


keys = st.sampled_from("abcdefgh")
forms = st.lists(st.lists(keys, unique=True, min_size=1, max_size=5), min_size=1, max_size=3)


def document(pages):
    taken: set[str] = set()
    fields = []
    for page_keys in pages:
        own = [key for key in page_keys if key not in taken]
        taken.update(own)
        fields.append([field("text", key) for key in own] or [field("text", f"only{len(fields)}")])
    return definition(*fields)


@given(forms, forms)
@settings(max_examples=150, deadline=None)
def test_every_question_that_came_or_went_is_told_once_and_nothing_else_is(before, after):
    old, new = document(before), document(after)
    found = differences(copy.deepcopy(old), copy.deepcopy(new))
    there = [
        {one["key"] for each in each_form["form"]["pages"] for one in each["fields"]}
        for each_form in (old, new)
    ]
    assert [one.key for one in found if one.kind == Kind.ADDED and one.key] == [
        one["key"] for each in new["form"]["pages"] for one in each["fields"] if one["key"] not in there[0]
    ]
    assert {one.key for one in found if one.kind == Kind.REMOVED and one.key} == there[0] - there[1]
    assert {one.key for one in found if one.kind == Kind.MOVED} - {""} <= there[0] & there[1]
