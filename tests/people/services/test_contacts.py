"""Several addresses and numbers for one person, and what each proves."""

from datetime import timedelta

import pytest
import time_machine

from parvis.cases.lookup import people_known
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.people.errors import ContactTaken
from parvis.people.models import ContactKind, ContactProof, Person
from parvis.people.services import contacts
from parvis.people.services.persons import PersonDetails, record_person
from parvis.people.services.profile import Profile, change_profile
from parvis.people.services.sign_in import sign_in, sign_in_token
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def aude() -> Person:
    return record_person(details=PersonDetails(last_name="Vasseur", email="aude@example.invalid"))


def own(person):
    return actor.acting_as(actor.for_person(person.pk))


def known(person):
    with own(person):
        return [(one.value, one.is_main, one.verified_at is not None) for one in contacts.contacts_of(person)]


def add(person, text, kind=ContactKind.EMAIL, **how):
    with own(person):
        return contacts.add_contact(person_id=person.pk, kind=kind, text=text, **how)


def prove(person, point):
    with own(person):
        _point, token = contacts.new_link_token(person_id=person.pk, contact_id=point.pk)
    return contacts.prove_by_link(token=token)


def test_a_second_address_is_kept_beside_the_main_one_and_proves_nothing_yet(aude):
    add(aude, " Aude.Pro@Example.invalid")
    assert known(aude) == [("aude@example.invalid", True, False), ("aude.pro@example.invalid", False, False)]
    assert contacts.person_at("aude.pro@example.invalid") is None


def test_an_address_proved_by_its_link_leads_to_the_person_and_signs_them_in(aude):
    assert prove(aude, add(aude, "pro@example.invalid")) is not None
    assert contacts.person_at("pro@example.invalid") == aude.pk
    assert sign_in(token=sign_in_token(email="pro@example.invalid")) == aude


def test_a_link_older_than_an_hour_proves_nothing(aude):
    point = add(aude, "pro@example.invalid")
    with own(aude):
        _point, token = contacts.new_link_token(person_id=aude.pk, contact_id=point.pk)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert contacts.prove_by_link(token=token) is None
    assert contacts.prove_by_link(token=token + "x") is None


def test_an_address_that_opens_another_space_is_refused(aude):
    other = sign_in(token=sign_in_token(email="zoe@example.invalid"))
    assert other is not None
    with pytest.raises(ContactTaken):
        prove(aude, add(aude, "zoe@example.invalid"))
    assert sign_in(token=sign_in_token(email="zoe@example.invalid")) == other


def test_a_number_is_proved_by_the_figures_sent_there_and_five_wrong_tries_spend_them(aude):
    point = add(aude, "06 12 34 56 78", ContactKind.PHONE)
    with own(aude):
        _point, code = contacts.new_code(person_id=aude.pk, contact_id=point.pk)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        which = {"person_id": aude.pk, "contact_id": point.pk}
        assert [contacts.prove_by_code(**which, code=wrong) for _ in range(5)] == [False] * 5
        assert not contacts.prove_by_code(**which, code=code)
        _point, code = contacts.new_code(**which)
        assert contacts.prove_by_code(**which, code=f"{code[:3]} {code[3:]}")
    assert contacts.person_at("+33612345678") == aude.pk


def test_another_main_one_is_the_one_that_everything_reads(aude):
    point = add(aude, "pro@example.invalid")
    with own(aude):
        contacts.choose_main(person_id=aude.pk, contact_id=point.pk)
        assert Person.objects.get(pk=aude.pk).email == "pro@example.invalid"
        with pytest.raises(Invalid):
            contacts.remove_contact(person_id=aude.pk, contact_id=point.pk)


def test_a_profile_changed_by_hand_keeps_the_rows_in_step_and_unproved(aude):
    add(aude, "pro@example.invalid", proof=ContactProof.AGENT)
    profile = Profile(
        first_name="",
        last_name="Vasseur",
        email="neuve@example.invalid",
        phone="",
        postal_address="",
        preferred_channel="email",
        consents=False,
    )
    with own(aude):
        changed = change_profile(person_id=aude.pk, profile=profile)
    assert known(changed)[0] == ("neuve@example.invalid", True, False)
    assert len(known(changed)) == 3


@pytest.mark.parametrize(
    ("kind", "text"),
    [(ContactKind.EMAIL, "nulle part"), (ContactKind.PHONE, "06 12"), (ContactKind.PHONE, "")],
)
def test_what_cannot_be_one_is_refused(aude, kind, text):
    with pytest.raises(Invalid):
        add(aude, text, kind)


def test_an_agent_finds_the_person_by_any_of_them(system):
    town = make_town()
    case = lodge(town)
    add(case.person, "07 68 45 67 89", ContactKind.PHONE)
    with town.acting():
        assert [one.person.pk for one in people_known("07 68 45")] == [case.person_id]


def test_nobody_sees_the_addresses_of_a_stranger(aude):
    add(aude, "pro@example.invalid")
    with actor.acting_as(actor.for_person(record_person(details=PersonDetails(last_name="X")).pk)):
        assert not aude.contact_points.exists()
