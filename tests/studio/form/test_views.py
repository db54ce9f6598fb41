"""The editor: what one sees, what one keeps, alone or with a colleague."""

import pytest

from tests.studio.boxes import boxes as posted

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def the_field(draft, place, page=0):
    draft.refresh_from_db()
    return draft.definition["form"]["pages"][page]["fields"][place]


def boxes(page):
    """Return what a panel would post untouched."""
    return {name: values[0] for name, values in posted(page, "data-editing").items()}


def test_the_editor_shows_the_outline_and_the_boxes_of_a_question_to_add(studio, home):
    page = studio.get(f"{home}questions/").text
    for words in ("Nom de famille", "Êtes-vous locataire ?", "Prénom", "Ajouter une question", "<iframe"):
        assert words in page


def test_the_outline_is_narrowed_to_some_words(studio, home):
    page = studio.get(f"{home}questions/?q=prenom").text
    assert 'data-address="enfants.prenom"' in page
    assert 'data-address="nom"' not in page
    assert "Aucune question ne contient" in studio.get(f"{home}questions/?q=xyz").text


@pytest.mark.parametrize("address", ["nom", "locataire", "bailleur", "travaux", "enfants", "enfants.prenom"])
def test_a_question_saved_untouched_stays_as_it_was(studio, home, draft, address):
    before = draft.definition
    panel = studio.get(f"{home}questions/q/{address}/")
    assert panel.status_code == 200
    answer = studio.post(f"{home}questions/q/{address}/", boxes(panel.text))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.definition == before


def test_a_question_is_changed(studio, home, draft):
    given = boxes(studio.get(f"{home}questions/q/nom/").text)
    given |= {"label": "Votre nom", "help": "Comme sur votre carte.", "o.max_length": "40"}
    given.pop("required")
    studio.post(f"{home}questions/q/nom/", given)
    assert the_field(draft, 0) == {
        "key": "nom",
        "type": "text",
        "label": "Votre nom",
        "help": "Comme sur votre carte.",
        "required": False,
        "max_length": 40,
    }


def test_wrong_input_keeps_what_was_typed_and_says_what_to_do(studio, home, draft):
    given = boxes(studio.get(f"{home}questions/q/nom/").text) | {"label": "", "o.max_length": "beaucoup"}
    answer = studio.post(f"{home}questions/q/nom/", given)
    assert answer.status_code == 422
    assert "Écrivez la question." in answer.text
    assert 'value="beaucoup"' in answer.text
    assert the_field(draft, 0)["label"] == "Nom de famille"


def test_a_condition_is_added_line_by_line_without_javascript(studio, home, draft):
    address = f"{home}questions/q/bailleur/"
    given = boxes(studio.get(address).text)
    assert given["condition.0.path"] == "locataire"
    more = studio.post(address, given | {"_line": "condition add-line"})
    assert "condition.1.path" in more.text
    given = boxes(more.text) | {
        "condition.1.path": "nom",
        "condition.1.code": "contains",
        "condition.1.value": "SCI",
    }
    studio.post(address, given)
    assert the_field(draft, 2)["condition"] == 'locataire == true && nom.contains("SCI")'


def test_a_condition_that_is_not_finished_is_told(studio, home):
    address = f"{home}questions/q/bailleur/"
    given = boxes(studio.get(address).text) | {"condition.0.path": "nom", "condition.0.code": "is"}
    answer = studio.post(address, given)
    assert answer.status_code == 422
    assert "Écrivez la valeur à comparer." in answer.text


def test_a_formula_of_one_s_own_is_checked(studio, home, draft):
    address = f"{home}questions/q/bailleur/"
    given = boxes(studio.get(address).text) | {"condition.mode": "formula", "condition.formula": "nom =="}
    assert studio.post(address, given).status_code == 422
    studio.post(address, given | {"condition.formula": "size(nom) > 3"})
    assert the_field(draft, 2)["condition"] == "size(nom) > 3"
    assert "size(nom) &gt; 3" in studio.get(address).text


def test_rules_and_prefill_are_kept(studio, home, draft):
    address = f"{home}questions/q/nom/"
    given = boxes(studio.post(address, boxes(studio.get(address).text) | {"_line": "checks add"}).text)
    given |= {
        "checks.0.0.path": "nom",
        "checks.0.0.code": "contains",
        "checks.0.0.value": "a",
        "checks.0.message": "Il faut un a.",
        "prefill.source": "person:last_name",
        "default": "Durand",
    }
    studio.post(address, given)
    kept = the_field(draft, 0)
    assert kept["checks"] == [{"rule": 'nom.contains("a")', "message": "Il faut un a."}]
    assert kept["prefill"] == {"from": "person", "name": "last_name"}
    assert kept["default"] == "Durand"


def test_answers_offered_keep_their_value_when_their_words_change(studio, home, draft):
    address = f"{home}questions/q/travaux/"
    given = boxes(studio.get(address).text)
    assert given["o.options"] == "[a] Toit\n[b] Mur"
    studio.post(address, given | {"o.options": "Toiture\n[b] Mur | porteur\nFenêtre"})
    assert the_field(draft, 0, page=1)["options"] == [
        {"value": "a", "label": "Toiture"},
        {"value": "b", "label": "Mur", "help": "porteur"},
        {"value": "fenetre", "label": "Fenêtre"},
    ]


def test_two_builders_in_one_question_lose_nothing(studio, home, draft, body, browsing):
    from parvis.organisations.models import Role
    from tests.factories.organisations import AgentFactory

    address = f"{home}questions/q/nom/"
    mine = boxes(studio.get(address).text) | {"label": "Mon libellé"}
    other = browsing(
        AgentFactory(organisation=body, with_role=Role.PROCEDURE_BUILDER, first_name="Luc", last_name="Morin")
    )
    other.post(address, boxes(other.get(address).text) | {"label": "Son libellé"})
    answer = studio.post(address, mine)
    assert answer.status_code == 409
    for words in ("Luc Morin", "Mon libellé", "Son libellé"):
        assert words in answer.text
    studio.post(address, boxes(answer.text))
    assert the_field(draft, 0)["label"] == "Mon libellé"


def test_a_question_that_is_gone_is_told(studio, home):
    answer = studio.get(f"{home}questions/q/rien/")
    assert answer.status_code == 404
    assert "n’existe plus" in answer.text


def test_htmx_gets_the_panel_and_what_changed_around_it(studio, home):
    address = f"{home}questions/q/nom/"
    panel = studio.get(address, headers=HTMX)
    assert "<html" not in panel.text
    answer = studio.post(address, boxes(panel.text) | {"label": "Votre nom"}, headers=HTMX)
    assert 'id="rang-nom"' in answer.text
    assert 'id="rang-locataire"' not in answer.text
    assert 'id="etat"' in answer.text
    assert "studio:changed" in answer["HX-Trigger-After-Settle"]


def test_a_page_of_the_form_is_changed(studio, home, draft):
    address = f"{home}questions/etape/p2/"
    given = boxes(studio.get(address).text)
    assert studio.post(address, given).status_code == 302
    more = studio.post(address, given | {"_line": "exits add"})
    given = boxes(more.text) | {
        "title": "Vos travaux",
        "description": "Dites-nous tout.",
        "exits.0.0.path": "locataire",
        "exits.0.0.code": "no",
        "exits.0.title": "Ce n’est pas pour vous",
        "exits.0.text": "Adressez-vous à l’État.",
        "exits.0.link.label": "Aller au site",
        "exits.0.link.address": "https://www.service-public.fr",
    }
    assert studio.post(address, given).status_code == 302
    draft.refresh_from_db()
    page = draft.definition["form"]["pages"][1]
    assert (page["title"], page["description"]) == ("Vos travaux", "Dites-nous tout.")
    assert page["exits"] == [
        {
            "when": "locataire == false",
            "title": "Ce n’est pas pour vous",
            "text": "Adressez-vous à l’État.",
            "link": {"label": "Aller au site", "address": "https://www.service-public.fr"},
        }
    ]


def test_a_procedure_that_nobody_writes_offers_to(studio, body):
    from tests.factories.catalogue import publish

    publish(body, code="publiee")
    assert "Préparer la version suivante" in studio.get("/atelier/valmont/demarches/publiee/").text
    assert studio.get("/atelier/valmont/demarches/publiee/questions/").status_code == 302
    answer = studio.post("/atelier/valmont/demarches/publiee/preparer/")
    assert answer["Location"].endswith("/questions/")
    assert studio.get(answer["Location"]).status_code == 200
