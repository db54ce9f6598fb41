"""Two persons that are one: what follows, what comes back, and what nobody else sees for that."""

import pytest

from parvis.cases import journal
from parvis.cases.access import can_merge_persons
from parvis.cases.lookup import people_known
from parvis.cases.models import Case
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.common.errors import Invalid
from parvis.people.errors import MergeRefused
from parvis.people.models import ChannelChoice, ChoiceSource, MergeGround, Person, PersonMerge
from parvis.people.queries import choices_of, is_proved_of, kept, looks_at
from parvis.people.services import contacts
from parvis.people.services.channel_choices import Choice, choose
from parvis.people.services.looks import note_look
from parvis.people.services.merging import Ground, left_behind, merge_persons, undo_merge
from parvis.people.services.persons import PersonDetails
from parvis.people.services.sign_in import sign_in, sign_in_token
from tests.factories.cases import lodge, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
SEEN = Ground(ground=MergeGround.DOCUMENT, detail="Carte d’identité")


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def pro(town):
    """The demand of Aude at work, the older one."""
    return lodge(
        town, person=PersonDetails(first_name="Aude", last_name="Vasseur", email="pro@example.invalid")
    )


@pytest.fixture
def home(town, pro):
    """Her demand from home, where she gave her number."""
    told = PersonDetails(
        first_name="Aude", last_name="Vasseur", email="home@example.invalid", phone="0612345678"
    )
    return lodge(town, person=told)


def own(person_id):
    return actor.acting_as(actor.for_person(person_id))


def merge(town, one, other, ground=SEEN):
    with town.acting():
        return merge_persons(one_id=one.person_id, other_id=other.person_id, ground=ground, by=town.session())


def undo(town, made, why="Deux sœurs"):
    with town.acting():
        return undo_merge(merge_id=made.pk, why=why, by=town.session())


def cases_of(person_id):
    with own(person_id):
        return {*Case.objects.filter(person_id=person_id).values_list("pk", flat=True)}


def signed_in(email):
    """Return whose space opens, at the next page, for who reads that box."""
    return kept(sign_in(token=sign_in_token(email=email)).pk)


def test_either_address_opens_all_that_is_theirs_and_nothing_of_others(town, pro, home):
    at_work, at_home = signed_in("pro@example.invalid"), signed_in("home@example.invalid")
    assert at_work != at_home
    stranger = lodge(make_town(), person=PersonDetails(last_name="Autre"))
    for case, person in ((pro, at_work), (home, at_home)):
        Case.objects.filter(pk=case.pk).update(person_id=person)
        case.refresh_from_db()
    made = merge(town, pro, home)
    assert {signed_in("pro@example.invalid"), signed_in("home@example.invalid")} == {made.kept_id}
    assert cases_of(made.kept_id) == {pro.pk, home.pk}
    assert cases_of(stranger.person_id) == {stranger.pk}
    with own(stranger.person_id):
        assert not PersonMerge.objects.exists()
        assert not Person.objects.filter(pk__in=(at_work, at_home)).exists()


def test_what_was_known_of_both_is_known_of_one(town, pro, home):
    made = merge(town, pro, home)
    assert made.kept_id == pro.person_id
    with town.acting():
        found = people_known("06 12 34 56 78")
        assert [one.person.pk for one in found] == [pro.person_id]
        values = [one.value for one in contacts.contacts_of(found[0].person)]
    assert sorted(values) == ["+33612345678", "home@example.invalid", "pro@example.invalid"]
    assert found[0].person.phone == "0612345678"


def test_undone_everything_is_as_it_was_even_after_later_changes(town, pro, home):
    made = merge(town, pro, home)
    since = lodge(town, person=None, person_id=None)
    Case.objects.filter(pk=since.pk).update(person_id=pro.person_id)
    undo(town, made)
    assert cases_of(home.person_id) == {home.pk}
    assert cases_of(pro.person_id) == {pro.pk, since.pk}
    first = Person.objects.get(pk=pro.person_id)
    assert (first.phone, first.merged_into_id) == ("", None)
    with town.acting():
        assert [one.person.pk for one in people_known("06 12 34 56 78")] == [home.person_id]


def test_what_the_person_changed_since_is_said_and_stays(town, pro, home):
    made = merge(town, pro, home)
    Person.objects.filter(pk=pro.person_id).update(phone="0700000000")
    assert left_behind(made) == ["téléphone"]
    undo(town, made)
    assert Person.objects.get(pk=pro.person_id).phone == "0700000000"


def test_each_demand_tells_it_in_its_journal_which_still_verifies(town, pro, home):
    made = merge(town, pro, home)
    undo(town, made)
    home.refresh_from_db()
    entries = journal.written(home)
    assert [entry.kind for entry in entries][-2:] == ["persons_merged", "persons_parted"]
    assert journal.first_break(home, entries) is None
    assert entries[-1].agent_id == town.agent.pk


def test_both_addresses_are_told_and_neither_reads_the_other(town, pro, home):
    made = merge(town, pro, home)
    told = OutboundMessage.objects.filter(about=made.pk)
    assert {one.recipient for one in told} == {"pro@example.invalid", "home@example.invalid"}
    for one in told:
        assert "example.invalid" not in one.text


def test_demands_of_other_bodies_follow_and_the_agent_sees_no_more(town, pro, home):
    elsewhere = lodge(make_town(), person=None)
    Case.objects.filter(pk=elsewhere.pk).update(person_id=home.person_id)
    merge(town, pro, home)
    assert elsewhere.pk in cases_of(pro.person_id)
    with town.acting():
        assert not Case.objects.filter(pk=elsewhere.pk).exists()


def test_only_whose_team_treats_both_may_put_them_together(town, pro):
    other = make_town()
    theirs = lodge(other)
    for each in (town, other):
        with each.acting():
            assert not can_merge_persons(each.session(), pro.person_id, theirs.person_id)
    with town.acting():
        assert can_merge_persons(town.session(), pro.person_id)


def test_asked_twice_or_the_other_way_round_it_is_one_merge(town, pro, home):
    assert merge(town, pro, home) == merge(town, home, pro)


def test_three_are_put_together_and_apart_in_any_order(town, pro, home):
    third = lodge(town, person=PersonDetails(last_name="Vasseur", email="third@example.invalid"))
    Person.objects.filter(pk=third.person_id).update(created_at="2020-01-01T00:00:00Z")
    first = merge(town, home, pro)  # home into pro
    second = merge(town, pro, third)  # pro, and home with them, into third
    assert cases_of(third.person_id) == {pro.pk, home.pk, third.pk}
    assert {kept(pro.person_id), kept(home.person_id)} == {third.person_id}
    undo(town, first)
    assert cases_of(home.person_id) == {home.pk}
    assert kept(pro.person_id) == third.person_id
    undo(town, second)
    assert cases_of(pro.person_id) == {pro.pk}
    assert cases_of(third.person_id) == {third.pk}
    assert kept(home.person_id) == home.person_id


def test_the_last_put_apart_first_finds_the_first_merge_again(town, pro, home):
    third = lodge(town, person=PersonDetails(last_name="Vasseur", email="third@example.invalid"))
    Person.objects.filter(pk=third.person_id).update(created_at="2020-01-01T00:00:00Z")
    merge(town, home, pro)
    undo(town, merge(town, pro, third))
    assert cases_of(pro.person_id) == {pro.pk, home.pk}
    assert kept(home.person_id) == pro.person_id


def test_what_makes_no_sense_is_refused(town, pro, home):
    with pytest.raises(MergeRefused):
        merge(town, pro, pro)
    company = lodge(town, person=PersonDetails(kind="legal", company_name="Bois SARL"))
    with pytest.raises(MergeRefused):
        merge(town, pro, company)
    merge(town, pro, home)
    third = lodge(town)
    with pytest.raises(MergeRefused):
        merge(town, home, third)


def test_two_spaces_are_not_joined_because_someone_believes_so(town, pro, home):
    for case, email in ((pro, "pro@example.invalid"), (home, "home@example.invalid")):
        Case.objects.filter(pk=case.pk).update(person_id=signed_in(email))
        case.refresh_from_db()
    with pytest.raises(Invalid):
        merge(town, pro, home, Ground(ground=MergeGround.ENTRY))
    with pytest.raises(Invalid):
        undo(town, merge(town, pro, home), why=" ")


def test_what_was_said_last_of_how_to_be_answered_is_in_force(town, pro, home):
    with own(home.person_id):
        choose(
            person_id=home.person_id,
            choice=Choice(preferred_channel="phone", consents=True),
            source=ChoiceSource.SPACE,
        )
    made = merge(town, pro, home)
    person = Person.objects.get(pk=pro.person_id)
    assert (person.preferred_channel, person.electronic_consent_at is not None) == ("phone", True)
    with own(pro.person_id):
        assert len(choices_of(pro.person_id)) == 1
    undo(town, made)
    person.refresh_from_db()
    assert (person.preferred_channel, person.electronic_consent_at) == ("email", None)
    assert ChannelChoice.objects.get().person_id == home.person_id


def test_who_opened_the_file_is_read_by_who_was_seen(town, pro, home):
    made = merge(town, pro, home)
    with town.acting():
        note_look(person_id=pro.person_id, purpose="other", detail="Nom mal écrit", by=town.session())
    with own(pro.person_id):
        assert [look.detail for look in looks_at(pro.person_id)] == ["Nom mal écrit"]
    undo(town, made)
    with own(home.person_id):
        assert [look.detail for look in looks_at(home.person_id)] == [""]


def test_an_address_proved_by_one_is_proved_for_both_and_may_be_chosen(town, pro, home):
    signed_in("home@example.invalid")
    with own(home.person_id):
        point = contacts.contact_row(person_id=home.person_id, kind="email")
    merge(town, pro, home)
    with own(pro.person_id):
        assert not is_proved_of(pro.person_id, "autre@example.invalid")
        contacts.choose_main(person_id=pro.person_id, contact_id=point.pk)
        mains = [
            one.value for one in contacts.contacts_of(Person.objects.get(pk=pro.person_id)) if one.is_main
        ]
    assert mains == ["home@example.invalid", "+33612345678"]
