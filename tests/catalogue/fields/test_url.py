import pytest

from tests.catalogue.fields.asking import kept, refusal


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("http://exemple.fr/a?b=1#c", "http://exemple.fr/a?b=1#c"),
        ("mairie-é.fr", "https://mairie-é.fr"),
    ],
)
def test_an_address_is_kept_with_its_scheme(typed, value):
    assert kept("url", typed) == value


@pytest.mark.parametrize(
    "typed", ["exemple", "javascript:alert(1)", "ftp://exemple.fr", "data://x.fr/a", "https://[::1", "a b.fr"]
)
def test_anything_an_agent_should_not_follow_is_refused(typed):
    assert "adresse complète" in refusal("url", typed)
