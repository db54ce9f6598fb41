"""A town that takes a real procedure of the library, and a visitor who fills it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from parvis.catalogue.services.library import publish_from_library
from parvis.common import proofs
from parvis.organisations.models import Role
from parvis.people.models import Person
from parvis.people.services.persons import PersonDetails, record_person
from tests.documents.files import jpeg
from tests.factories.cases import Town
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory, TerritoryFactory

TREE, HORNETS = "abattage-elagage-arbres", "nid-frelons-asiatiques"


@pytest.fixture
def town(system: None) -> Town:
    """Make « Valmont », which handles the felling of trees and the nests of hornets."""
    return make_town_of_library()


def make_town_of_library() -> Town:
    place = TerritoryFactory(
        name="Valmont", code="76719", postcodes=["76540"], latitude=49.7, longitude=0.5, square=(0, 49, 1, 50)
    )
    body = OrganisationFactory(
        name="Valmont",
        slug="valmont",
        insee_code="76719",
        territory=place,
        latitude=49.7,
        longitude=0.5,
        dpo_contact="dpo@valmont.invalid",
        opening_hours={"1": [["09:00", "12:00"]], "4": [["09:00", "12:00"], ["14:00", "17:30"]]},
    )
    team = TeamFactory(organisation=body, name="Urbanisme", competent_for=[TREE, HORNETS])
    agent = AgentFactory(organisation=body, with_role=Role.CASE_HANDLER, with_role__on=[team])
    versions = publish_from_library(organisation=body, codes=[TREE, HORNETS])
    return Town(body, team, agent, versions[0])


def photo(name: str = "arbre.jpg") -> SimpleUploadedFile:
    """Return a small real photograph."""
    return SimpleUploadedFile(name, jpeg(), content_type="image/jpeg")


PAGES: dict[str, dict[str, Any]] = {
    "vous": {
        "applicant.first_name": "Aude",
        "applicant.last_name": "Vasseur",
        "applicant.email": "aude@exemple.fr",
        "applicant.phone": "06 12 34 56 78",
        "applicant_address.street": "12 rue des Lilas",
        "applicant_address.postcode": "76540",
        "applicant_address.city": "Valmont",
        "is_owner": "yes",
    },
    "lieu": {
        "town": "76719",
        "town.text": "Valmont",
        "place.text": "Devant le 3 rue des Tilleuls",
        "place.lat": "49.72",
        "place.lon": "0.51",
        "protection": "unknown",
    },
    "arbres": {
        "work": "prune",
        "tree_count": "1",
        "species": "Chêne",
        "girth": "180",
        "grouping": "alone",
        "seen_from_road": "yes",
        "reasons": "upkeep",
        "reason_details": "Les branches touchent le toit.",
    },
    "photos": {},
}


def files_of(page: str) -> dict[str, Any]:
    """Return the files a page asks for, fresh: a sent file cannot be sent again."""
    asked = {
        "lieu": {"sketch": [photo("croquis.jpg")]},
        "photos": {"photos": [photo(f"{n}.jpg") for n in range(3)]},
    }
    return asked.get(page, {})


class Visitor:
    """Someone who fills a deposit with a browser without JavaScript."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.address = ""

    def begin(self, slug: str = "valmont", code: str = TREE) -> "Visitor":
        answer = self.client.post(f"/{slug}/demarches/{code}/")
        assert answer.status_code == 302, answer.content
        self.address = answer["Location"].partition("etape/")[0]
        return self

    def page(self, key: str) -> str:
        return f"{self.address}etape/{key}/"

    def fill(self, key: str, **changes: Any) -> HttpResponse:
        posted = {**PAGES.get(key, {}), **files_of(key), **changes}
        return self.client.post(
            self.page(key), {name: value for name, value in posted.items() if value is not None}
        )

    def fill_all(self) -> "Visitor":
        for key in PAGES:
            answer = self.fill(key)
            assert answer.status_code == 302, answer.content.decode()
        return self

    def send(self, **contact: Any) -> HttpResponse:
        return self.client.post(f"{self.address}verification/", contact)


@pytest.fixture
def visitor(client: Any, town: Town) -> Visitor:
    """Return a visitor of Valmont."""
    return Visitor(client)


@pytest.fixture
def new_visitor(town: Town) -> Callable[[], Visitor]:
    """Return a function that makes another visitor, with a browser of their own."""
    from tests.harness.strictness import StrictClient

    return lambda: Visitor(StrictClient())


@pytest.fixture
def aude(system: None) -> Person:
    """Return a person who has a space."""
    return record_person(
        details=PersonDetails(first_name="Aude", last_name="Vasseur", email="aude@exemple.fr")
    )


@pytest.fixture
def signed_in(visitor: Visitor, aude: Person) -> Visitor:
    """Return a visitor who signed in by the link of their mail."""
    sign_in(visitor.client, aude)
    return visitor


def sign_in(client: Any, person: Person) -> None:
    """Have a browser be that of a person who signed in."""
    session = client.session
    session[proofs.PERSON_KEY] = str(person.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
