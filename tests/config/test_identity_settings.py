"""Identity providers as the environment says them."""

import pytest

from config.environment import BadEnvironment, identity_settings


def test_an_address_says_all_of_a_provider():
    address = "https://me%40here:s%2Fcret@example.org:8443/api/v2/?label=France+Essai&acr=eidas2&pkce=0"
    assert identity_settings({"MON_FOURNISSEUR": address}) == [
        {
            "code": "mon-fournisseur",
            "issuer": "https://example.org:8443/api/v2",
            "client": "me@here",
            "secret": "s/cret",
            "label": "France Essai",
            "acr": "eidas2",
            "pkce": False,
        }
    ]


def test_an_empty_address_is_no_provider():
    assert identity_settings({"FRANCECONNECT": ""}) == []


@pytest.mark.parametrize(
    "address",
    ["http://me:secret@example.org/", "https://example.org/", "https://me@example.org/?scopes=openid"],
)
def test_an_address_that_is_not_safe_or_not_understood_is_refused_by_its_name(address):
    with pytest.raises(BadEnvironment, match="PARVIS_OIDC_ESSAI"):
        identity_settings({"ESSAI": address})
