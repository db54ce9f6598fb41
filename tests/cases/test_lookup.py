"""Persons known by the demands of one's teams, found as one types."""

from datetime import date

import pytest

from parvis.cases.lookup import people_known
from parvis.cases.services.intake import register_deposit
from parvis.common import actor
from parvis.people.services.persons import PersonDetails, amend_person
from tests.factories.cases import a_deposit, lodge, make_town

pytestmark = pytest.mark.usefixtures("system")
AUDE = PersonDetails(
    first_name="Aude",
    last_name="Vasseur-Lefèvre",
    email="Aude.V@example.invalid",
    phone="+33612345678",
    birth_date=date(1980, 3, 12),
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
        "aude.v@example.invalid",
        "AUDE.V@ex",
        "vasseurlef",
        "Vasseur Lefèvre Aude",
        "0033 6 12 34",
        "12/03/1980",
        "vasseur 12 mars 1980",
        "12.3.1980",
        "aude 06 12",
    ],
)
def test_a_person_is_found_by_what_they_say_first(typed):
    town = make_town()
    case = lodge(town, person=AUDE)
    with town.acting():
        assert [(one.person.pk, one.cases) for one in people_known(typed)] == [(case.person_id, 1)]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "dupont",
        "chêne",
        "'",
        "!:*",
        "\\",
        "07 12 34 56 78",
        "12/03/1981",
        "31/02/1980",
        "aude dupont",
        "@",
    ],
)
def test_nobody_else_is(typed):
    town = make_town()
    lodge(town, person=AUDE, subject="Un chêne")
    with town.acting():
        assert people_known(typed) == []


def test_a_person_known_to_others_only_is_not_found():
    lodge(make_town(), person=AUDE)
    with make_town().acting():
        assert people_known("vasseur") == []


def test_a_person_is_found_by_what_they_changed_since():
    town = make_town()
    case = lodge(town, person=AUDE)
    with town.acting():
        with actor.admitting(case.person_id):
            amend_person(person_id=case.person_id, details=PersonDetails(last_name="Marchand"))
        assert [one.person.pk for one in people_known("marchand")] == [case.person_id]
        assert people_known("vasseur") == []


def test_one_line_a_person_whatever_their_demands():
    town = make_town()
    case = lodge(town, person=AUDE)
    with actor.acting_as(actor.for_person(case.person_id)):
        register_deposit(deposit=a_deposit(town, person=AUDE, person_id=case.person_id))
    with town.acting():
        assert [one.cases for one in people_known("vasseur")] == [2]
