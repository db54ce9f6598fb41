"""Questions added one after the other, or pasted."""

import re

import pytest

from parvis.catalogue.services.drafts import begin_procedure
from parvis.organisations.sessions import agent_session

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PAPER = """# Le demandeur
1. Nom de famille* : ........
Date de naissance
Situation : célibataire / marié(e)
# Le logement
Adresse du logement
Avez-vous un garage ? oui / non
Observations (facultatif)"""


def keys(draft, page=0):
    draft.refresh_from_db()
    return [one["key"] for one in draft.definition["form"]["pages"][page]["fields"]]


def test_a_question_is_added_with_its_label_alone_and_the_next_follows_it(studio, home, draft):
    answer = studio.post(f"{home}questions/ajouter/?etape=p1", {"label": "Date d’entrée", "required": "yes"})
    assert answer["Location"] == f"{home}questions/ajouter/?etape=p1&apres=date_entree"
    assert "« Date d’entrée » ajoutée : date." in studio.get(answer["Location"]).text
    studio.post(answer["Location"], {"label": "Téléphone"})
    assert keys(draft) == ["nom", "locataire", "bailleur", "date_entree", "telephone"]
    added = draft.definition["form"]["pages"][0]["fields"][-1]
    assert added == {"key": "telephone", "type": "phone", "label": "Téléphone", "required": False}


def test_a_question_is_added_into_a_block(studio, home, draft):
    studio.post(f"{home}questions/ajouter/?bloc=enfants", {"label": "École"})
    draft.refresh_from_db()
    inside = draft.definition["form"]["pages"][1]["fields"][1]["fields"]
    assert [one["key"] for one in inside] == ["prenom", "ecole"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Loyer mensuel /montant", {"type": "currency", "label": "Loyer mensuel", "required": False}),
        ("Courriel * /mail", {"type": "email", "label": "Courriel"}),
        ("Observations (facultatif)", {"type": "long_text", "label": "Observations", "required": False}),
        ("Nom (de naissance)", {"type": "text", "label": "Nom (de naissance)", "required": False}),
    ],
)
def test_a_whole_question_is_written_on_its_line(studio, home, draft, written, expected):
    studio.post(f"{home}questions/ajouter/?etape=p1", {"label": written})
    draft.refresh_from_db()
    added = draft.definition["form"]["pages"][0]["fields"][-1]
    assert {name: value for name, value in added.items() if name != "key"} == expected


def test_answers_offered_and_a_new_step_are_written_on_a_line_too(studio, home, draft):
    address = studio.post(f"{home}questions/ajouter/?etape=p1", {"label": "# Le logement"})["Location"]
    studio.post(address, {"label": "Situation : seul / en couple", "required": "yes"})
    draft.refresh_from_db()
    page = draft.definition["form"]["pages"][1]
    assert page["title"] == "Le logement"
    assert [one["label"] for one in page["fields"][0]["options"]] == ["seul", "en couple"]


def test_if_so_reads_the_yes_or_no_before(studio, home, draft):
    address = studio.post(f"{home}questions/ajouter/?etape=p1", {"label": "Un congé ? oui / non"})["Location"]
    studio.post(address, {"label": "Si oui, date du congé"})
    draft.refresh_from_db()
    added = draft.definition["form"]["pages"][0]["fields"][-1]
    assert (added["label"], added["type"], added["condition"]) == (
        "Date du congé",
        "date",
        "conge == true",
    )


def test_a_type_nobody_knows_is_told_and_the_line_kept(studio, home, draft):
    answer = studio.post(f"{home}questions/ajouter/?etape=p1", {"label": "Loyer /zzz"})
    assert answer.status_code == 422
    assert "Aucun type de réponse ne s’appelle" in answer.text
    assert 'value="Loyer /zzz"' in answer.text
    assert len(keys(draft)) == 3


def test_the_next_question_may_be_of_the_same_type(studio, home):
    given = {"label": "Montant des travaux", "_then": "meme"}
    answer = studio.post(f"{home}questions/ajouter/?etape=p1", given, headers=HTMX)
    assert '<option value="currency" selected' in answer.text


def test_what_follows_a_block_goes_into_it_until_one_leaves_it(studio, home, draft):
    block = {"label": "Véhicules", "type": "block"}
    inside = studio.post(f"{home}questions/ajouter/?etape=p1", block)["Location"]
    assert inside.endswith("?etape=p1&bloc=vehicules")
    after = studio.post(inside, {"label": "Plaque"})["Location"]
    page = studio.get(after).text
    assert "Sortir du bloc" in page
    assert "apres=vehicules&quot;" in page.replace('"', "&quot;")
    assert keys(draft)[-1] == "vehicules"


def test_a_choice_asks_for_its_answers_and_keeps_what_was_typed(studio, home, draft):
    address = f"{home}questions/ajouter/?etape=p1"
    answer = studio.post(address, {"label": "Couleur", "type": "choice"})
    assert answer.status_code == 422
    assert 'value="Couleur"' in answer.text
    studio.post(address, {"label": "Couleur", "type": "choice", "choices": "Bleu\nVert"})
    draft.refresh_from_db()
    assert draft.definition["form"]["pages"][0]["fields"][-1]["options"] == [
        {"value": "bleu", "label": "Bleu"},
        {"value": "vert", "label": "Vert"},
    ]


def test_a_question_may_be_settled_at_once(studio, home):
    answer = studio.post(f"{home}questions/ajouter/", {"label": "Étage", "_then": "regler"})
    assert answer["Location"] == f"{home}questions/q/etage/"


def test_htmx_gets_the_next_boxes_and_the_outline(studio, home):
    answer = studio.post(f"{home}questions/ajouter/?etape=p1", {"label": "Étage"}, headers=HTMX)
    assert "Ajouter une question" in answer.text
    assert 'data-address="etage"' in answer.text
    assert answer["HX-Push-Url"].endswith("?etape=p1&apres=etage")


def test_saving_a_question_may_lead_to_the_next(studio, home):
    answer = studio.post(
        f"{home}questions/q/nom/", {"label": "Nom", "key": "nom", "required": "yes", "_then": "autre"}
    )
    assert answer["Location"].endswith("questions/ajouter/?etape=p1&apres=nom")


def test_a_paper_form_is_read_again_then_kept(studio, home, draft):
    address = f"{home}questions/coller/?etape=p1"
    page = studio.post(address, {"text": PAPER}).text
    assert "8 lignes ont été lues" in page
    labels = re.findall(r'<input class="input" id="q-\d+-label" name="(\d+\.label)" value="([^"]*)"', page)
    given = {"_keep": "yes", "count": "8", **dict(labels)}
    for name, inside in re.findall(r'<select[^>]*name="(\d+\.type)">(.*?)</select>', page):
        given[name] = re.search(r'value="([^"]*)" selected', inside)[1]
    for name in re.findall(r'name="(\d+\.required)" value="yes" checked', page):
        given[name] = "yes"
    given["3.choices"] = "célibataire\nmarié(e)"
    answer = studio.post(address, given)
    assert answer.status_code == 302
    assert draft.changes.get().said == "6 questions ajoutées"
    draft.refresh_from_db()
    pages = draft.definition["form"]["pages"]
    assert [page["title"] for page in pages] == ["Page 1", "Le demandeur", "Le logement", "Page 2"]
    assert [(one["type"], one.get("required", True)) for one in pages[1]["fields"]] == [
        ("text", True),
        ("date", True),
        ("choice", True),
    ]
    assert [(one["type"], one.get("required", True)) for one in pages[2]["fields"]] == [
        ("address", True),
        ("yes_no", True),
        ("long_text", False),
    ]


def test_nothing_pasted_is_told(studio, home):
    answer = studio.post(f"{home}questions/coller/", {"text": "  \n "})
    assert answer.status_code == 422
    assert "Collez au moins une question" in answer.text


def test_the_first_step_written_takes_the_place_of_the_blank_one(studio, body, builder):
    by = agent_session(builder.pk)
    version = begin_procedure(organisation=body, title="Logement", code="logement", by=by)
    address = "/atelier/valmont/demarches/logement/questions/ajouter/"
    studio.post(address, {"label": "# Vous"})
    version.refresh_from_db()
    assert [page["title"] for page in version.definition["form"]["pages"]] == ["Vous"]
