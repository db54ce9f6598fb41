"""The administrator's pages of contact forms."""

import pytest

from parvis.cases.models import ContactForm
from parvis.catalogue.services.library import publish_from_library
from parvis.organisations.models import Role
from parvis.organisations.services.agents import habilitate_agent
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db


def typed(town, **changes):
    return {
        "service": str(town.team.pk),
        "titre": "Écrire aux espaces verts",
        "introduction": "",
        "sujets": "Arbre\n\n Jeux  d’enfants \n",
        "demarche": "contact",
        "fichiers": "3",
        "merci": "",
        **changes,
    }


@pytest.fixture
def administrator(town, desk):
    publish_from_library(organisation=town.body, codes=["contact"])
    habilitate_agent(agent=town.agent, role=Role.BODY_ADMIN, organisation=town.body)
    return desk


def test_an_administrator_opens_a_form_shares_its_address_then_changes_its_words(town, administrator, client):
    made = administrator.post("/bureau/formulaires/nouveau/", typed(town))["Location"]
    form = ContactForm.objects.get()
    assert form.topics == ["Arbre", "Jeux d’enfants"]
    page = administrator.get(made).content.decode()
    assert f"/ecrire/{form.code}/" in page
    assert "<svg" in page
    assert administrator.get(f"{made}code.svg").content.startswith(b"<svg xmlns=")
    assert client.get(f"/ecrire/{form.code}/").status_code == 200

    administrator.post(made, typed(town, titre="Écrire aux jardiniers"))
    changed = ContactForm.objects.get()
    assert (changed.title, changed.code) == ("Écrire aux jardiniers", form.code)
    administrator.post(f"{made}ouvert/", {"geste": "fermer"})
    assert client.get(f"/ecrire/{form.code}/").status_code == 410


def test_what_cannot_be_is_said_under_its_field(town, administrator):
    elsewhere = TeamFactory()
    answer = administrator.post(
        "/bureau/formulaires/nouveau/", typed(town, service=str(elsewhere.pk), titre=" ")
    )
    assert answer.status_code == 422
    assert "Donnez un titre" in answer.content.decode()
    too_many = "\n".join(f"Sujet {rank}" for rank in range(20))
    said = administrator.post("/bureau/formulaires/nouveau/", typed(town, sujets=too_many)).content.decode()
    assert "au plus quinze sujets" in said
    assert not ContactForm.objects.exists()


def test_an_agent_who_administers_nothing_sees_no_form(desk):
    assert desk.get("/bureau/formulaires/").status_code == 403
