import pytest

from config.middleware.closed import is_open
from tests.architecture.addresses import every_address

# What a stranger may reach without being in an open room, reviewed: each view is marked ``login_not_required``.
REVIEWED = {
    "config.health": "supervision asks without an account",
    "allauth.account": "signing in, asking for a new password",
    "allauth.mfa": "signing in by second factor or passkey",
    "parvis.ui": "theme, language and style page: no personal data",
    "parvis.studio": "trial of a form that is being written, by a signed link, with no personal data of residents",
    "config.demonstration": "demonstration only, on a loopback address only",
    "django.views": "static redirections",
}

ADDRESSES = every_address()


def closed_addresses():
    return [address for address in ADDRESSES if not is_open(address.sample, address.view)]


def test_the_product_has_addresses():
    assert len(ADDRESSES) > 10


def test_only_reviewed_doors_are_open_to_strangers():
    open_rooms = {
        address.room
        for address in ADDRESSES
        if is_open(address.sample, address.view) and address.room not in {"parvis.portal", "parvis.api"}
    }
    assert {room for room in open_rooms if not address_is_api(room)} <= set(REVIEWED)


def address_is_api(room):
    return room.startswith("ninja")


@pytest.mark.parametrize("address", closed_addresses(), ids=lambda address: address.pattern)
def test_a_stranger_is_led_to_the_sign_in_page(client, db, address):
    answer = client.get(address.sample)
    assert answer.status_code in {302, 404, 405}
    if answer.status_code == 302:
        assert answer["Location"].startswith("/compte/login/")


@pytest.mark.parametrize("address", closed_addresses(), ids=lambda address: address.pattern)
def test_a_program_that_is_a_stranger_is_refused_in_json(client, db, address):
    answer = client.get(address.sample, headers={"Accept": "application/json"})
    assert answer.status_code in {403, 404, 405}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.pattern)
def test_no_address_fails_on_an_object_that_does_not_exist(client, db, address):
    assert client.get(address.sample).status_code < 500
