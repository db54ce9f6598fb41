"""The workflow editor: from nothing or from a ready-made one, every part added, written, moved and taken away."""

import re

import pytest

from parvis.catalogue.workflows.actions import offered
from parvis.catalogue.workflows.resolving import ready_made
from parvis.organisations.models import Role
from tests.factories.organisations import AgentFactory
from tests.studio.boxes import boxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def flow(home):
    """Return the address of the workflow."""
    return f"{home}parcours/"


@pytest.fixture
def do(studio, flow, draft):
    """Return a function that makes a gesture and returns the workflow as it is written."""

    def gesture(what, **more):
        answer = studio.post(f"{flow}gestes/", {"geste": what, **more})
        assert answer.status_code == 302, answer.content.decode()
        draft.refresh_from_db()
        return draft.definition.get("workflow")

    return gesture


@pytest.fixture
def send(studio, draft):
    """Return a function that fills a panel and sends it; it returns the workflow as it is written."""

    def fill(address, **given):
        page = studio.get(address)
        assert page.status_code == 200, address
        typed = boxes(page.text, "data-editing>")
        typed.pop("_line", None)
        answer = studio.post(address, {**typed, **given})
        assert answer.status_code == 302, re.findall(
            r'class="field-errors[^>]*>[^<]*', answer.content.decode()
        )
        draft.refresh_from_db()
        return draft.definition["workflow"]

    return fill


def test_a_procedure_without_a_workflow_is_offered_the_ready_made_ones(studio, flow, do):
    page = studio.get(flow).text
    assert page.count("Partir d’une copie") == len(ready_made())
    assert do("commencer examination/1", suivre="oui") == {"use": "examination/1"}
    assert "profite de ses améliorations" in studio.get(flow).text


def test_every_screen_of_every_ready_made_workflow_opens(studio, flow, do):
    for name in ready_made():
        written = do(f"commencer {name}")
        page = studio.get(flow).text
        addresses = sorted(set(re.findall(rf'href="({flow}[^"#?]+)', page)))
        assert len(addresses) > len(written["statuses"])
        for address in addresses[:: max(1, len(addresses) // 6)]:
            assert studio.get(address).status_code == 200, address


def test_panels_saved_untouched_change_nothing(studio, flow, do, send, draft):
    for name in ("validation-levels/1", "report-intervention/1"):
        before = do(f"commencer {name}")
        segments = {"statuses": "etapes", "transitions": "suites", "functions": "fonctions"}
        parts = [(segments[part], each) for part in segments for each in before.get(part, [])]
        for segment, each in parts[::3]:
            assert send(f"{flow}{segment}/{each['key']}/") == before, (name, each["key"])
            for rank, _step in enumerate(each.get("on_arrival", each.get("actions", []))):
                assert send(f"{flow}{segment}/{each['key']}/actions/{rank}/") == before, (
                    name,
                    each["key"],
                    rank,
                )
        for key in before.get("templates", {}):
            assert send(f"{flow}modeles/{key}/") == before, (name, key)
        for key in before.get("forms", {}):
            assert send(f"{flow}formulaires/{key}/") == before, (name, key)


def test_every_action_offered_has_a_form_drawn_from_its_settings(studio, flow, do):
    do("commencer")
    for action in offered():
        page = studio.get(f"{flow}etapes/received/actions/ajouter/?action={action.code}")
        assert page.status_code == 200
        for setting in action.settings:
            assert f'name="{setting.key}' in page.text, (action.code, setting.key)


def test_levels_of_validation_are_built_from_nothing(flow, do, studio):
    do("commencer")
    do("ajouter-etape received", titre="Étude")
    do("ajouter-visa etude", titre="Visa du chef")
    made = do("ajouter-visa visa_du_chef", titre="Visa de la direction")
    keys = [each["key"] for each in made["statuses"]]
    assert keys == ["received", "etude", "visa_du_chef", "visa_de_la_direction", "done"]
    answers = {
        (each["from"][0], each["when"]["answer"]): each["to"]
        for each in made["transitions"]
        if each.get("when", {}).get("on") == "validation"
    }
    assert answers == {
        ("visa_du_chef", "granted"): "visa_de_la_direction",
        ("visa_du_chef", "refused"): "etude",
        ("visa_de_la_direction", "granted"): "done",
        ("visa_de_la_direction", "refused"): "etude",
    }
    assert [each["on_arrival"][0]["key"] for each in made["statuses"][2:4]] == ["visa", "visa_2"]
    page = studio.get(flow).text
    assert "Rien n’empêche de publier" in page
    assert "aucune suite" not in page


def test_who_holds_a_function_is_looked_up_by_name_and_a_name_of_nobody_is_told(flow, do, send, studio, body):
    for first in ("Lucie", "Nadia", "Nadège"):
        AgentFactory(organisation=body, first_name=first, last_name="Roy", with_role=Role.CASE_HANDLER)
    do("commencer")
    do("ajouter-etape received", titre="Étude")
    (function,) = do("ajouter-visa etude", titre="Visa")["functions"]
    panel = studio.get(f"{flow}fonctions/{function['key']}/").text
    (naming,) = re.findall(r'href="([^"]*action=name_function[^"]*)"', panel)
    address = naming.partition("#")[0].replace("&amp;", "&")
    assert "Lucie Roy" in studio.get(address).text

    several = studio.post(
        address, {**boxes(studio.get(address).text, "data-editing>"), "who": "agent", "agent": "Nad"}
    )
    assert "Plusieurs noms : Nadia Roy, Nadège Roy." in several.text
    made = send(address, who="agent", agent="luc")
    (named,) = [
        each["actions"][0] for each in made["transitions"] if "actions" in each and each["to"] == "visa"
    ]
    assert (named["function"], named["agent"]) == (function["key"], "Lucie Roy")
    assert "n’existe pas dans votre organisme" not in studio.get(flow).text
    send(address, who="agent", agent="Ahmed Bey")
    assert "« Ahmed Bey » n’existe pas dans votre organisme" in studio.get(flow).text


def test_a_step_is_named_before_it_is_added(flow, do, studio):
    before = do("commencer")
    assert do("ajouter-visa", titre=" ") == before
    assert "Écrivez le nom de l’étape." in studio.get(flow).text


def test_what_makes_a_transition_happen_asks_its_own_boxes(studio, flow, do):
    do("commencer")
    address = f"{flow}ajouter/suites/?depuis=received"
    typed = {
        "label": "Relancer",
        "from": ["received"],
        "to": "same",
        "when.on": "delay",
        "_line": "when draw",
    }
    page = studio.post(address, typed)
    assert page.status_code == 200
    assert 'name="when.after.count"' in page.text
    refused = studio.post(address, {name: value for name, value in typed.items() if name != "_line"})
    assert refused.status_code == 422
    assert "Ce réglage est nécessaire" in refused.text


def test_a_condition_is_chosen_in_lists(flow, do, send):
    do("commencer")
    made = send(
        f"{flow}suites/close/",
        **{
            "condition.mode": "all",
            "condition.0.path": "locataire",
            "condition.0.code": "yes",
            "condition.1.path": "case.priority",
            "condition.1.code": "is",
            "condition.1.value": "urgent",
        },
    )
    assert made["transitions"][0]["condition"] == 'locataire == true && case.priority == "urgent"'


def test_what_a_removal_breaks_is_told_first(studio, flow, do):
    do("commencer examination/1", suivre="oui")
    page = studio.get(f"{flow}etapes/examined/supprimer/").text
    assert "est supprimée aussi" in page
    assert "ne suivra plus" in page
    other = studio.get(f"{flow}etapes/examined/supprimer/?instead=waiting").text
    assert "est supprimée aussi" not in other
    answer = studio.post(f"{flow}etapes/examined/supprimer/", {"instead": "waiting"})
    assert answer.status_code == 302


def test_gestures_move_copy_undo_and_follow_remarks(studio, flow, do):
    do("commencer")
    do("ajouter-etape", titre="Étude")
    assert "aucune suite n’en sort" in studio.get(flow).text
    made = do("monter statuses etude")
    assert [each["key"] for each in made["statuses"]] == ["etude", "received", "done"]
    assert do("premiere statuses etude")["first"] == "etude"
    assert len(do("copier statuses etude")["statuses"]) == 4
    undo = re.search(r'value="(annuler \d+)"', studio.get(flow).text)[1]
    assert len(do(undo)["statuses"]) == 3
    remedy = re.search(r'value="(suivre [^"]+)"', studio.get(flow).text)[1]
    do(remedy)
    assert do("enlever") is None
    assert studio.post(f"{flow}gestes/", {"geste": "monter statuses nobody"}).status_code == 302
    assert studio.post(f"{flow}gestes/", {"geste": "rien"}).status_code == 404


def test_two_builders_on_one_status_compare(studio, flow, do, send):
    do("commencer")
    address = f"{flow}etapes/received/"
    typed = boxes(studio.get(address).text, "data-editing>")
    send(address, label="Arrivée")
    answer = studio.post(address, {**typed, "label": "Enregistrée"})
    assert answer.status_code == 409
    assert "Vous êtes deux à modifier cet endroit" in answer.text


def test_a_message_is_read_filled_in_on_a_fictitious_case(studio, flow, do, send):
    do("commencer")
    send(
        f"{flow}ajouter/modeles/",
        title="Bien reçu",
        subject="Votre demande",
        **{"parts.0.text": "Bonjour, dossier {{ case.number }} à l’étape {{ case.status_label }}."},
    )
    assert "Reçue." not in studio.get(f"{flow}apercu/bien_recu/").text
    page = studio.post(f"{flow}apercu/bien_recu/")
    assert "à l’étape Reçue." in page.text
    assert "Reçue." not in studio.post(f"{flow}apercu/bien_recu/", {"demande": "rien"}).text


def test_a_published_workflow_is_read_but_not_changed(studio, body, builder, flow):
    from tests.factories.catalogue import field, publish
    from tests.factories.workflows import examination

    publish(body, [field("text", "nom")], code="publiee", workflow=examination())
    address = "/atelier/valmont/demarches/publiee/parcours/"
    page = studio.get(address).text
    assert "elle ne change plus" in page
    assert studio.get(f"{address}etapes/examined/").status_code == 200
    assert studio.post(f"{address}gestes/", {"geste": "monter statuses examined"}).status_code == 404
