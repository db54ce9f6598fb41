"""The pages a public site owes, with and without a body to speak for."""

import pytest

pytestmark = pytest.mark.django_db
ADDRESSES = ["/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/aide/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_stands_even_before_any_body(client, db, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_linked_from_the_foot_of_every_page(client, town, address):
    assert f'href="{address}"' in client.get("/valmont/").content.decode()


def test_the_register_says_for_each_procedure_why_who_and_how_long(client, town):
    text = client.get("/donnees-personnelles/").content.decode()
    assert "Abattre ou élaguer un arbre" in text
    assert "Instruire votre déclaration" in text
    assert "une mission d’intérêt public" in text
    assert "dpo@valmont.invalid" in text


def test_help_finds_a_counter_near_oneself(client, town):
    text = client.get("/aide/", {"commune": "valmont"}).content.decode()
    assert "Au guichet" in text
    assert 'href="/valmont/"' in text
