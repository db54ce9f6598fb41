"""Persons that may be one, as a job finds them and agents see them."""

import pytest

from parvis.cases.models import PersonDouble
from parvis.cases.person_queries import doubles, doubles_of
from parvis.cases.services.alike import compare_person, compare_waiting, refuse_double
from parvis.common.errors import NotFound
from parvis.people.models import Person
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
AUDE = {"first_name": "Aude", "last_name": "Vasseur"}


@pytest.fixture
def town():
    return make_town()


def came(town, **told):
    return lodge(town, person=PersonDetails(**AUDE | told)).person_id


def seen_by(town):
    with town.acting():
        return [{who.pk for who in pair.persons} for pair in doubles()]


def test_who_came_twice_is_found_with_the_reason_and_never_merged(town):
    one, other = came(town, email="aude@example.invalid"), came(town, email="Aude@example.invalid")
    came(town, email="autre@example.invalid")
    assert compare_waiting() == 3
    assert compare_waiting() == 0
    assert seen_by(town) == [{one, other}]
    with town.acting():
        (pair,) = doubles_of(other)
    assert pair.reasons == ["même adresse e-mail", "même nom"]
    assert not Person.objects.exclude(merged_into=None).exists()


def test_a_pair_is_seen_only_by_who_knows_both(town):
    elsewhere = make_town()
    came(town, phone="0612345678")
    came(elsewhere, phone="06 12 34 56 78")
    compare_waiting()
    assert (seen_by(town), seen_by(elsewhere)) == ([], [])


def test_an_agent_compares_only_with_those_their_teams_know(town):
    elsewhere = make_town()
    one = came(town, email="aude@example.invalid")
    came(elsewhere, email="aude@example.invalid")
    with town.acting():
        assert compare_person(person_id=one) == 0
    with elsewhere.acting():
        assert compare_person(person_id=one) == 0


def test_a_pair_said_to_be_two_persons_is_not_shown_again(town):
    one = came(town, email="aude@example.invalid")
    came(town, email="aude@example.invalid")
    compare_waiting()
    with town.acting():
        refuse_double(double_id=doubles()[0].double.pk, by=town.session())
        compare_person(person_id=one)
        assert doubles() == []


def test_only_who_treats_both_says_that_they_are_two(town):
    came(town, email="aude@example.invalid")
    came(town, email="aude@example.invalid")
    compare_waiting()
    (double,) = PersonDouble.objects.all()
    stranger = make_town()
    with stranger.acting(), pytest.raises(NotFound):
        refuse_double(double_id=double.pk, by=stranger.session())


def test_what_an_address_holds_breaks_nothing(town):
    one = came(town, email="o'brien\\x@example.invalid", postal_address="1 rue d'En Bas\n69000 Lyon")
    other = came(town, email="o'brien\\x@example.invalid", postal_address="1, RUE D’EN BAS 69000 LYON")
    assert compare_waiting() == 2
    assert seen_by(town) == [{one, other}]
