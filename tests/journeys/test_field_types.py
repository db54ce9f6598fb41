"""Every field type on one page of a deposit: blank, wrong and filled, at both sizes, in both themes."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from parvis.cases.models import Draft
from parvis.catalogue.field_types import registry
from parvis.common import actor
from tests.factories.catalogue import field, publish
from tests.factories.organisations import TeamFactory, TerritoryFactory
from tests.portal.conftest import make_town_of_library

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
START = "/valmont/demarches/essai/"
VIEWS = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]


@contextmanager
def as_system():
    """Arrange as the all-seeing system: outside a transaction nothing is seen."""
    with actor.acting_as(actor.for_system("tests")), transaction.atomic():
        yield


def every_type():
    """Return a question of each type, with its example's options and a sentence of help for one of two."""
    return [
        {
            **field(kind.code, f"k_{kind.code}", **kind.example_options),
            "label": str(kind.label).capitalize(),
            **({"help": "Une phrase d’aide."} if place % 2 and kind.asks else {}),
        }
        for place, kind in enumerate(registry)
    ]


@pytest.fixture(autouse=True)
def town():
    with as_system():
        TerritoryFactory(code="14118", name="Caen", postcodes=["14000"])
        town = make_town_of_library()
        TeamFactory(organisation=town.body, name="Accueil", competent_for=["essai"])
        publish(town.body, every_type())
        return town


def begin(page):
    page.goto(START)
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/etape/p1/")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_type_can_be_used_by_everyone(new_page, axe, shot, width, scheme):
    page = new_page(width, 800, color_scheme=scheme)
    begin(page)
    shot(page, f"types-blank-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_role("heading", name="À corriger").first.wait_for()
    page.wait_for_load_state("networkidle")
    shot(page, f"types-wrong-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    with as_system():
        answers = {
            f"k_{kind.code}": kind.example for kind in registry if kind.asks and kind.example is not None
        }
        Draft.objects.update(answers=answers, typed={})
    page.goto(page.url)
    page.wait_for_load_state("networkidle")
    shot(page, f"types-filled-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
