"""Each kind of advice: what it points at, what it leaves alone, what its remedy does."""

import copy

import pytest

from parvis.catalogue.composition.places import field_at
from parvis.catalogue.forms.advice import advise, advise_version, kinds
from parvis.catalogue.forms.lint import errors, lint
from parvis.catalogue.services.library import library
from tests.factories.catalogue import definition, field

YES_NO = [{"value": "o", "label": "Oui"}, {"value": "n", "label": "Non"}]
LONG = "Indiquez " + "très " * 30 + "clairement."
# Kind, what it is said of, its place, whether there is a remedy.
SAID = [
    ("long_sentences", definition([field("text", "a", help=LONG)]), "a", False),
    ("jargon", definition([field("text", "a", label="Nom du pétitionnaire")]), "a", True),
    ("jargon", definition(summary="Veuillez lire."), "summary", False),
    ("missing_help", definition([field("iban", "a", label="Compte")]), "a", True),
    (
        "special_categories",
        definition([field("yes_no", "a", label="Êtes-vous en situation de handicap ?")]),
        "a",
        True,
    ),
    ("special_categories", definition([field("text", "a", label="Numéro de sécurité sociale")]), "a", True),
    ("identity", definition([field("text", "a", label="Nationalité")]), "a", True),
    ("identity", definition([field("person", "p"), field("text", "a", label="Nom")]), "a", False),
    ("labels", definition([field("text", "a", label="NOM DE FAMILLE")]), "a", True),
    ("labels", definition([field("text", "a", label="Rue"), field("text", "b", label="Rue")]), "b", False),
    ("better_type", definition([field("text", "a", label="Adresse e-mail")]), "a", True),
    ("better_type", definition([field("choice", "a", label="Ici ?", options=YES_NO)]), "a", True),
    ("better_type", definition([field("choice", "a", label="Ici ?", options=YES_NO[:1])]), "a", False),
    (
        "long_pages",
        definition([field("text", f"a{number}", label=str(number)) for number in range(16)]),
        "form:p1",
        False,
    ),
    ("unread", definition([field("hidden", "a", label="Source"), field("text", "b")]), "a", True),
    (
        "unread",
        definition(
            [field("choice", "a", label="Ici ?", options=YES_NO), field("text", "b", condition='a == "x"')]
        ),
        "b",
        False,
    ),
    ("notices", definition(), "title", False),
]


def said(kind, document):
    return [one for one in advise(document) if one.kind == kind]


@pytest.mark.parametrize(("kind", "document", "place", "mended"), SAID)
def test_advice_is_given_at_its_place_with_its_reason(kind, document, place, mended):
    found = next(one for one in said(kind, document) if one.place == place)
    assert found.message
    assert found.reason
    assert bool(found.remedy) is mended


@pytest.mark.parametrize(("kind", "document", "place", "mended"), [one for one in SAID if one[3]])
def test_a_remedy_does_what_the_advice_says_and_leaves_a_sound_definition(kind, document, place, mended):
    after = copy.deepcopy(document)
    kinds.get(kind).mend(after, place)
    assert not [one for one in said(kind, after) if one.place == place]
    assert len(errors(lint(after))) <= len(errors(lint(document)))


def test_every_kind_is_tried_here():
    assert {one[0] for one in SAID} == set(kinds.codes())


def test_a_form_well_written_hears_nothing_of_what_is_well_written():
    plain = definition(
        [field("email", "mail", label="Votre adresse e-mail"), field("date", "jour", label="Quel jour ?")]
    )
    assert {one.kind for one in advise(plain)} <= {"notices"}


def test_a_half_written_form_is_looked_at_too():
    half = definition([{"key": "a", "type": "inconnu"}, {"key": "b", "type": "choice", "label": "x"}])
    half["form"]["pages"].append({"key": "vide", "title": "", "fields": []})
    assert advise(half)


def test_a_word_is_replaced_in_its_case():
    document = definition([field("text", "a", label="Préalablement, dites-le préalablement")])
    kinds.get("jargon").mend(document, "a")
    assert field_at(document, "a").field["label"] == "Avant, dites-le avant"


@pytest.mark.parametrize("code", sorted(library()))
def test_the_library_hears_little(code):
    assert len([one for one in advise(library()[code]) if one.kind != "long_sentences"]) <= 8


def test_advice_on_a_version_is_worked_out_once():
    assert advise_version("x", definition()) is advise_version("x", definition())
