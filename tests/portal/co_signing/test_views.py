"""The page of a link received to sign."""

import pytest

from parvis.cases.models import CoSignature
from parvis.cases.services.co_signatures import sign_link
from parvis.cases.services.intake import register_deposit
from tests.factories.cases import a_deposit
from tests.factories.catalogue import field, publish
from tests.factories.organisations import TeamFactory

pytestmark = pytest.mark.django_db
ALI = {"name": "Ali Haddad", "email": "ali@exemple.invalid"}


@pytest.fixture
def asked(town):
    TeamFactory(organisation=town.body, competent_for=["essai"])
    town.version = publish(
        town.body,
        [field("text", "why"), field("co_signature", "other", statement="J’autorise.", share_answers=True)],
    )
    case = register_deposit(deposit=a_deposit(town, answers={"why": "Un voyage", "other": ALI}))
    return case.co_signatures.get()


def address(asked):
    return sign_link(asked.pk).partition("/cosigner/")[1] + sign_link(asked.pk).partition("/cosigner/")[2]


def test_the_page_says_who_asks_for_what_and_what_was_answered(client, asked):
    page = client.get(address(asked))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Aude Vasseur a envoyé cette demande" in text
    assert "J’autorise." in text
    assert "Un voyage" in text
    assert "private" in page["Cache-Control"]


def test_one_signs_with_a_name_and_cannot_sign_again(client, asked, system):
    assert client.post(address(asked), {"signature.name": "Ali Haddad"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.signature["name"]) == ("signed", "Ali Haddad")
    text = client.get(address(asked)).content.decode()
    assert "Vous avez signé" in text
    assert 'name="signature.name"' not in text
    client.post(address(asked), {"refuser": "oui"})
    asked.refresh_from_db()
    assert asked.state == "signed"


def test_without_a_name_it_is_told_what_to_write(client, asked):
    page = client.post(address(asked), {"signature.name": ""})
    assert page.status_code == 422
    assert "écrivez votre prénom et votre nom" in page.content.decode()
    assert 'href="#q-signature"' in page.content.decode()


def test_one_may_refuse(client, asked, system):
    client.post(address(asked), {"refuser": "oui"})
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert "Vous avez refusé de signer" in client.get(address(asked)).content.decode()


def test_answers_are_shown_only_where_the_procedure_shares_them(client, asked, system):
    CoSignature.objects.update(share_answers=False)
    assert "Un voyage" not in client.get(address(asked)).content.decode()


def test_another_link_opens_nothing(client, asked):
    page = client.get("/cosigner/nimporte-quoi/")
    assert page.status_code == 404
    assert "n’est plus valable" in page.content.decode()


def test_the_person_and_the_service_see_whose_signature_is_waited_for(client, asked, system):
    session = client.session
    session["proved"] = [str(asked.case_id)]
    session.save()
    page = client.get(f"/suivi/{asked.case.number}/").content.decode()
    assert "En attente de la signature de Ali Haddad" in page
    assert "Signature demandée à Ali Haddad." in page
