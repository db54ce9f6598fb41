"""What is said of a form: by colleagues, by those who try it, by the quality helper."""

import re

import pytest
from django.test import Client

from parvis.catalogue.services import editing
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from parvis.studio.models import Remark, TrialLink
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def link(studio, home):
    """Return the address of a trial, as the builder copies it."""
    studio.post(f"{home}essai/")
    return re.search(r"http://testserver(/atelier/essai/[^<]+)", studio.get(f"{home}essai/").text)[1]


def test_a_colleague_leaves_a_remark_beside_a_question_and_settles_it(studio, home, body, browsing):
    other = browsing(
        AgentFactory(organisation=body, with_role=Role.BODY_ADMIN, first_name="Luc", last_name="Morin")
    )
    other.post(f"{home}remarques/laisser/", {"place": "nom", "text": "Nom de naissance ou d’usage ?"})
    panel = studio.get(f"{home}questions/q/nom/").text
    assert "Nom de naissance ou d’usage ?" in panel
    assert "Luc Morin" in panel
    assert "Nom de naissance ou d’usage ?" in studio.get(f"{home}remarques/").text
    remark = Remark.objects.get()
    studio.post(f"{home}remarques/{remark.pk}/")
    assert "Nom de naissance" not in studio.get(f"{home}questions/q/nom/").text
    assert "réglée par Julie Caron" in studio.get(f"{home}remarques/").text
    studio.post(f"{home}remarques/{remark.pk}/", {"etat": "reprendre"})
    assert "Nom de naissance" in studio.get(f"{home}questions/q/nom/").text


def test_the_outline_counts_what_is_said_of_each_question(studio, home):
    studio.post(f"{home}remarques/laisser/", {"place": "nom", "text": "Un"})
    studio.post(f"{home}remarques/laisser/", {"place": "nom", "text": "Deux"})
    page = studio.get(f"{home}questions/").text
    row = page.split('id="rang-nom"')[1].split("</li>")[0]
    assert '<span class="plan-marks">2' in row


def test_an_empty_remark_is_refused_beside_its_box(studio, home):
    answer = studio.post(f"{home}remarques/laisser/", {"place": "nom", "text": " "}, headers=HTMX)
    assert "Écrivez votre remarque." in answer.text


def test_htmx_draws_the_place_again(studio, home):
    answer = studio.post(f"{home}remarques/laisser/", {"place": "nom", "text": "Un mot"}, headers=HTMX)
    assert "<html" not in answer.text
    assert "Un mot" in answer.text


def test_another_body_s_remarks_are_not_seen_nor_settled(studio, home, draft, browsing):
    studio.post(f"{home}remarques/laisser/", {"place": "nom", "text": "Entre nous"})
    elsewhere = OrganisationFactory(slug="ailleurs")
    stranger = browsing(AgentFactory(organisation=elsewhere, with_role=Role.PROCEDURE_BUILDER))
    assert stranger.get(f"{home}remarques/").status_code == 404
    from tests.factories.catalogue import publish

    publish(elsewhere, code="leur")
    remark = Remark.objects.get()
    assert stranger.post(f"/atelier/ailleurs/demarches/leur/remarques/{remark.pk}/").status_code == 404


def test_a_colleague_without_account_tries_the_form_and_says_what_stops_them(studio, home, link, visitor):
    assert visitor.get(link, follow=True).status_code == 200
    page = visitor.get(f"{link}p1/").text
    assert "Ceci est un essai" in page
    answer = visitor.post(
        f"{link}p1/remarques/",
        {"place": "locataire", "name": "Zoé", "text": "Et en colocation ?"},
        follow=True,
    )
    assert "Merci, votre remarque est arrivée." in answer.text
    assert "Et en colocation ?" in answer.text
    panel = studio.get(f"{home}questions/q/locataire/").text
    for words in ("Zoé", "Et en colocation ?", "pendant l’essai"):
        assert words in panel
    assert visitor.post(f"{link}p1/remarques/", {"text": ""}).status_code == 422
    given = {"_drawn": "nom,locataire", "nom": "Hamel", "locataire": "no"}
    assert visitor.post(f"{link}p1/", given)["Location"] == f"{link}p2/"
    visitor.post(f"{link}p2/", {"_drawn": "travaux,enfants", "travaux": "a", "enfants.0.prenom": "Ana"})
    assert "Fin de l’essai" in visitor.get(f"{link}_fin/").text


def test_those_who_try_see_only_what_is_said_through_their_link(studio, home, link, visitor):
    studio.post(f"{home}remarques/laisser/", {"place": "nom", "text": "Entre agents"})
    assert "Entre agents" not in visitor.get(f"{link}p1/").text


def test_a_link_closed_opens_nothing_more(studio, home, link, visitor, draft):
    draft.refresh_from_db()
    assert draft.state == "workshop"
    studio.post(f"{home}essai/", {"fermer": str(TrialLink.objects.get().pk)})
    answer = visitor.get(link)
    assert answer.status_code == 404
    assert "Cet essai est terminé" in answer.text
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert visitor.get("/atelier/essai/rien:forge/").status_code == 404


def test_a_published_form_is_no_longer_tried(studio, home, link, visitor, draft, builder):
    editing.set_texts(version_id=draft.pk, by=agent_session(builder.pk), values={"title": "Autre"})
    draft.refresh_from_db()
    studio.post(f"{home}publier/", {"seen": draft.checksum, "reason": "Prêt"})
    assert visitor.get(link).status_code == 404


def test_advice_is_followed_in_one_gesture_and_taken_back(studio, home, draft, builder):
    by = agent_session(builder.pk)
    editing.add_questions(
        version_id=draft.pk, by=by, page="p1", fields=[{"type": "text", "label": "Adresse e-mail"}]
    )
    page = studio.get(f"{home}remarques/").text
    assert "Posez cette question avec le type" in page
    studio.post(f"{home}remarques/conseil/", {"conseil": "better_type adresse_e_mail"})
    draft.refresh_from_db()
    assert draft.definition["form"]["pages"][0]["fields"][-1]["type"] == "email"
    again = studio.post(f"{home}remarques/conseil/", {"conseil": "better_type adresse_e_mail"}, follow=True)
    assert "n’a plus lieu d’être" in again.text
    studio.post(f"{home}questions/gestes/", {"geste": f"annuler {draft.changes.order_by('-pk').first().pk}"})
    draft.refresh_from_db()
    assert draft.definition["form"]["pages"][0]["fields"][-1]["type"] == "text"


def test_a_charter_too_pale_is_told(studio, home, body):
    body.theme = {"colour": "#ffe000"}
    body.save()
    assert "La couleur de votre charte" in studio.get(f"{home}remarques/").text
