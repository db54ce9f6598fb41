"""Persons known by the demands of one's teams, found as one types."""

import pytest

from parvis.cases.lookup import people_known
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.usefixtures("system")
AUDE = PersonDetails(
    first_name="Aude", last_name="Vasseur-Lefèvre", email="aude@example.invalid", phone="+33612345678"
)


@pytest.mark.parametrize(
    "typed",
    [
        "vass",
        "aude vasseur",
        "lefevre",
        "06 12 34 5",
        "+33612345678",
        "06.12.34.56.78",
        "aude@example.invalid",
    ],
)
def test_a_person_is_found_by_what_they_say_first(typed):
    town = make_town()
    case = lodge(town, person=AUDE)
    with town.acting():
        assert [(one.person.pk, one.cases) for one in people_known(typed)] == [(case.person_id, 1)]


@pytest.mark.parametrize("typed", ["", "dupont", "chêne", "'", "!:*", "07 12 34 56 78"])
def test_nobody_else_is(typed):
    town = make_town()
    lodge(town, person=AUDE, subject="Un chêne")
    with town.acting():
        assert people_known(typed) == []


def test_a_person_known_to_others_only_is_not_found():
    lodge(make_town(), person=AUDE)
    with make_town().acting():
        assert people_known("vasseur") == []
