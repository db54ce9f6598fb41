"""Beginning a procedure."""

import pytest

from tests.factories.catalogue import publish
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_from_nothing(studio, body):
    answer = studio.post("/atelier/valmont/nouvelle/", {"title": "Louer une salle"})
    assert answer["Location"] == "/atelier/valmont/demarches/louer-une-salle/questions/"
    assert studio.get(answer["Location"]).status_code == 200
    again = studio.post("/atelier/valmont/nouvelle/", {"title": "Louer une salle"})
    assert again["Location"] == "/atelier/valmont/demarches/louer-une-salle-2/questions/"


def test_a_title_is_asked(studio):
    answer = studio.post("/atelier/valmont/nouvelle/", {"title": ""})
    assert answer.status_code == 422
    assert "Donnez un titre" in answer.text


def test_from_the_library(studio, body):
    assert "Emprunter du matériel" in studio.get("/atelier/valmont/nouvelle/").text
    studio.post("/atelier/valmont/nouvelle/", {"source": "library:pret-materiel"})
    version = body.procedures.get(code="pret-materiel").versions.get()
    assert version.state == "draft"
    assert studio.post("/atelier/valmont/nouvelle/", {"source": "library:rien"}).status_code == 404


def test_from_another_body_s_catalogue(studio, body):
    other = OrganisationFactory(name="Rouen")
    version = publish(other, code="creche", title="Inscrire un enfant à la crèche")
    publish(body, code="ici", title="Une crèche d’ici")
    page = studio.get("/atelier/valmont/nouvelle/catalogue/?q=creche").text
    assert "Rouen" in page
    assert "Une crèche d’ici" not in page
    studio.post("/atelier/valmont/nouvelle/", {"source": f"version:{version.pk}"})
    assert (
        body.procedures.get(code="creche").versions.get().definition["title"]
        == "Inscrire un enfant à la crèche"
    )
    assert "Aucune démarche trouvée" in studio.get("/atelier/valmont/nouvelle/catalogue/?q=xyz").text


def test_another_body_s_draft_is_not_copied(studio):
    from parvis.catalogue.services.publication import import_definition
    from tests.factories.catalogue import definition

    draft = import_definition(organisation=OrganisationFactory(), definition=definition())
    assert studio.post("/atelier/valmont/nouvelle/", {"source": f"version:{draft.pk}"}).status_code == 404
