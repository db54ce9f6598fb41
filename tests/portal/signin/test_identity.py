"""A resident signs in by an identity provider that runs for real: it fills the form, and agents see its proof."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from joserfc.jwk import ECKey

from parvis.cases.models import Case, JournalEntry
from parvis.catalogue.services.library import library
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common import actor
from parvis.people.models import Person, ProvedIdentity
from tests.harness.sign_in import sign_in
from tests.people.openid_provider import CAMILLE, CLIENT, SECRET, OpenIdProvider, openid_provider
from tests.portal.conftest import TREE, Town, Visitor
from tests.portal.signin.test_views import ask, links, press

pytestmark = pytest.mark.django_db
BEGIN = "/mon-espace/identite/essai/"
SPACE = "/mon-espace/"
SHEET = f"/valmont/demarches/{TREE}/"


@pytest.fixture
def client() -> Client:
    """A provider's answer comes by GET, and signs in (OpenID Connect Core, 3.1.2.5): Django's own client is used."""
    return Client()


@pytest.fixture
def visitor(client: Client, town: Town) -> Visitor:
    return Visitor(client)


@pytest.fixture
def provider(settings: Any) -> Iterator[OpenIdProvider]:
    with openid_provider() as running:
        told = {"code": "essai", "label": "FranceEssai", "client": CLIENT, "secret": SECRET, "acr": "eidas1"}
        settings.IDENTITY_PROVIDERS = [{**told, "issuer": running.issuer}]
        yield running


def come_back(client: Any, provider: OpenIdProvider, onwards: str = "") -> str:
    """Leave for the provider, say who we are, and return the address that brings us back."""
    leaving = client.get(BEGIN, {"suite": onwards} if onwards else {})
    assert leaving.status_code == 302, leaving.content.decode()
    return provider.visit(leaving["Location"])


def identity_asked(town: Town) -> None:
    """Make Valmont's form ask the provider: the applicant's name as a start, the date of birth for good."""
    definition = copy.deepcopy(library()[TREE])
    page = next(page for page in definition["form"]["pages"] if page["key"] == "vous")
    applicant = next(field for field in page["fields"] if field["key"] == "applicant")
    applicant["prefill"] = {"from": "identity", "name": "person"}
    born = {"key": "born", "type": "date", "label": "Date de naissance"}
    page["fields"].append(born | {"prefill": {"from": "identity", "name": "birthdate", "locked": True}})
    version = import_definition(organisation=town.body, definition=definition)
    publish_version(version=version, reason="Identité")


def seen_by_all(model: Any) -> list[Any]:
    with actor.acting_as(actor.for_system("tests")):
        return list(model.objects.all())


def test_who_signs_in_there_is_signed_in_here_and_found_again(client, provider):
    answer = client.get(come_back(client, provider, SHEET))
    assert answer["Location"] == SHEET
    person = seen_by_all(Person)[0]
    assert (person.first_name, person.last_name) == ("Camille Louise", "Martin")
    assert client.session["person"] == str(person.pk)

    elsewhere = Client()
    assert elsewhere.get(come_back(elsewhere, provider))["Location"] == SPACE
    assert elsewhere.session["person"] == str(person.pk)
    assert len(seen_by_all(ProvedIdentity)) == 1


def test_what_it_says_fills_the_form_with_its_name_and_agents_see_the_proof(town, visitor, provider):
    identity_asked(town)
    assert "S’identifier avec FranceEssai" in visitor.client.get(SHEET).content.decode()
    visitor.client.get(come_back(visitor.client, provider, SHEET))
    assert "identifié avec FranceEssai" in visitor.client.get(SHEET).content.decode()

    visitor.begin()
    page = visitor.client.get(visitor.page("vous")).content.decode()
    assert 'value="Camille Louise"' in page
    assert 'value="Martin"' in page
    assert "Réponse donnée par FranceEssai. Vous pouvez la changer." in page
    assert "14 juillet 1985" in page
    assert 'name="born' not in page

    visitor.fill(
        "vous", **{"applicant.first_name": "Camille", "applicant.last_name": "Durand", "born": "2001-01-01"}
    )
    for key in ("lieu", "arbres", "photos"):
        visitor.fill(key)
    visitor.send()
    assert seen_by_all(Case)[0].answers["born"] == "1985-07-14"
    received = next(entry for entry in seen_by_all(JournalEntry) if entry.kind == "received")
    assert received.facts["identity"] == {"by": "FranceEssai", "level": "eidas1", "name": "same"}
    agent = Client()
    sign_in(agent, town.agent)
    told = agent.get(reverse("desk:case", args=[seen_by_all(Case)[0].number])).content.decode()
    assert "Identité prouvée par FranceEssai (niveau de garantie faible)" in told


def test_an_identity_is_tied_to_who_is_signed_in_already_and_never_by_an_email_alone(client, provider):
    ask(client, CAMILLE["email"])
    press(client, links()[0])
    mine = client.session["person"]
    stranger = Client()
    stranger.get(come_back(stranger, provider))
    assert stranger.session["person"] != mine

    provider.claims["sub"] = "someone else"
    client.get(come_back(client, provider))
    assert client.session["person"] == mine


@pytest.mark.parametrize("signs", [True, False], ids=["signed user info", "plain user info"])
def test_both_forms_of_user_info_are_read(client, provider, signs):
    provider.signs_user_info = signs
    client.get(come_back(client, provider))
    told = client.session["identity"]["told"]
    assert told["birth"] == {"date": "1985-07-14", "country": "FR", "code": "76719", "city": ""}
    assert told["given_name"] == "Camille Louise"
    assert "sub" not in told


@pytest.mark.parametrize(
    "wrong", ["state", "code", "denied", "replayed", "nonce", "key", "audience", "level", "another subject"]
)
def test_what_is_not_the_answer_to_this_browser_signs_nobody_in(client, provider, wrong):
    if wrong == "nonce":
        provider.nonce = "of another sign-in"
    elif wrong == "key":
        provider.signing_key = ECKey.generate_key("P-256", {"kid": "one"})
    elif wrong == "audience":
        provider.audience = "another client"
    elif wrong == "level":
        provider.acr = "eidas0"
    elif wrong == "another subject":
        signed = provider.signed
        provider.signed = lambda claims: signed({**claims, "sub": "b"} if "nonce" not in claims else claims)
    back = come_back(client, provider, SHEET)
    if wrong == "state":
        back = back.replace("state=", "state=x")
    elif wrong == "code":
        back = back.replace("code=", "code=x")
    elif wrong == "denied":
        back = f"{back.partition('?')[0]}?error=access_denied&state={back.partition('state=')[2]}"
    elif wrong == "replayed":
        thief = Client()
        come_back(thief, provider)
        client = thief
    answer = client.get(back)
    assert answer.status_code == 400
    assert "Rien n’est perdu" in answer.content.decode()
    assert "person" not in client.session
    assert not seen_by_all(ProvedIdentity)


def test_an_answer_serves_once(client, provider):
    back = come_back(client, provider)
    client.get(back)
    assert Client().get(back).status_code == 400
    assert client.get(back).status_code == 400
    assert "person" in client.session
    thief = Client()
    own, used = come_back(thief, provider), back.partition("code=")[2].partition("&")[0]
    fresh = own.partition("code=")[2].partition("&")[0]
    assert thief.get(own.replace(fresh, used)).status_code == 400
    assert "person" not in thief.session


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_provider_that_is_down_is_said_and_nothing_is_lost(town, visitor, provider, when):
    identity_asked(town)
    visitor.begin()
    back = come_back(visitor.client, provider, SHEET) if when == "after" else f"{BEGIN}?suite={SHEET}"
    provider.shutdown()
    provider.server_close()
    answer = visitor.client.get(back)
    assert answer.status_code == 503
    text = answer.content.decode()
    assert "Rien n’est perdu" in text
    assert f'href="{SHEET}"' in text
    assert visitor.client.get(visitor.page("vous")).status_code == 200


def test_leaving_says_how_to_leave_the_provider_too(client, provider):
    client.get(come_back(client, provider))
    text = client.post(reverse("portal:sign_out")).content.decode()
    assert f"{provider.issuer}/leave?id_token_hint=" in text
    assert "person" not in client.session
    assert "identity" not in client.session


def test_without_provider_nothing_speaks_of_one(client, town, settings):
    settings.IDENTITY_PROVIDERS = []
    identity_asked(town)
    assert client.get(BEGIN).status_code == 404
    assert "S’identifier avec" not in client.get(SHEET).content.decode()
    assert "S’identifier avec" not in client.get(reverse("portal:sign_in")).content.decode()
