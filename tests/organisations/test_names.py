"""Names in searches and addresses."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.organisations.names import RESERVED_SLUGS, clean_slug, plain


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("L’Haÿ-les-Roses", "l-hay-les-roses"),
        ("Morteaux-Coulibœuf", "morteaux-couliboeuf"),
        ("  Saint-Martin (Ouest) ", "saint-martin-ouest"),
        ("!!!", "organisme"),
        ("API", "api-organisme"),
    ],
)
def test_a_name_in_an_address(name, slug):
    assert clean_slug(name) == slug


@pytest.mark.parametrize("word", sorted(RESERVED_SLUGS))
def test_no_body_takes_an_address_of_ours(word):
    assert clean_slug(word) not in RESERVED_SLUGS


def test_a_qualifier_tells_two_bodies_apart():
    assert clean_slug("Saint-Aubin", qualifier="76") == "saint-aubin-76"


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(alphabet="aéÈçœŒÿñÎ '’-()0123 ÉÂbZ", max_size=30))
def test_python_and_postgresql_make_the_same_plain_words(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT btrim(parvis_plain(%s))", [text])
        assert cursor.fetchone() == (plain(text),)
