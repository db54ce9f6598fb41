"""Reminders of deposits begun and not sent: on their days, once each, and stopped by their link."""

from datetime import timedelta

import pytest

from parvis.cases.errors import DraftNotFound
from parvis.cases.models import Draft
from parvis.cases.services.draft_links import RESUME, STOP, read_link, stop_link
from parvis.cases.services.drafts import begin_draft, save_page
from parvis.cases.services.reminders import ask_reminders, remind_of_drafts, stop_reminders
from parvis.catalogue.forms import engine
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.channels.models import OutboundMessage
from parvis.common import actor, clock
from parvis.people.services.persons import PersonDetails, record_person
from tests.factories.cases import make_town
from tests.factories.definitions import school_meals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def town():
    town = make_town()
    town.version = publish_version(
        version=import_definition(organisation=town.body, definition=school_meals())
    )
    return town


def begun(town, *, days=0, email="aude@exemple.fr", **begin) -> Draft:
    draft = begin_draft(organisation=town.body, version=town.version, **begin)
    if email:
        ask_reminders(draft_id=draft.pk, email=email)
    left_since(draft, days)
    return draft


def left_since(draft, days):
    at = clock.now() - timedelta(days=days)
    Draft.objects.filter(pk=draft.pk).update(updated_at=at, expires_at=at + timedelta(days=45))


def messages():
    return list(OutboundMessage.objects.order_by("queued_at").values_list("recipient", "text"))


def test_a_reminder_leaves_on_its_day_and_says_how_to_resume_and_to_stop(town):
    draft = begun(town, days=7)
    assert remind_of_drafts() == 1
    [(recipient, text)] = messages()
    assert recipient == "aude@exemple.fr"
    link = next(word for word in text.split() if "/depot/reprendre/" in word)
    assert read_link(link.rstrip("/").rpartition("/")[2], RESUME) == draft.pk
    assert "/depot/rappels/" in text
    assert "Inscrire vos enfants" in text


def test_none_leaves_before_its_day_nor_twice(town):
    draft = begun(town, days=6)
    assert remind_of_drafts() == 0
    left_since(draft, 8)
    assert [remind_of_drafts(), remind_of_drafts()] == [1, 0]
    left_since(draft, 30)
    assert [remind_of_drafts(), remind_of_drafts()] == [1, 0]


def test_days_missed_while_nothing_ran_make_one_reminder(town):
    begun(town, days=40)
    assert remind_of_drafts() == 1


def test_writing_again_starts_the_days_again(town):
    draft = begun(town, days=7)
    remind_of_drafts()
    save_page(draft=draft, page="foyer", checked=engine.PageChecked({"lives_here": True}))
    assert remind_of_drafts() == 0
    left_since(draft, 7)
    assert remind_of_drafts() == 1


def test_nobody_is_reminded_who_did_not_ask_or_stopped_it(town):
    begun(town, days=7, email="")
    stopped = begun(town, days=7)
    stop_reminders(draft_id=stopped.pk)
    assert remind_of_drafts() == 0
    assert Draft.objects.get(pk=stopped.pk).reminder_email == ""


def test_who_signed_in_is_reminded_at_the_address_of_their_profile(town):
    person = record_person(details=PersonDetails(email="profil@exemple.fr"))
    begun(town, days=7, email="", person_id=person.pk)
    assert remind_of_drafts() == 1
    assert messages()[0][0] == "profil@exemple.fr"


def test_a_procedure_that_does_not_remind_reminds_nobody(town):
    quiet = school_meals(code="sans-rappel", drafts={"kept_days": 10})
    town.version = publish_version(version=import_definition(organisation=town.body, definition=quiet))
    draft = begun(town, days=7)
    assert remind_of_drafts() == 0
    assert (draft.expires_at - draft.created_at).days == 10


def test_a_demand_sent_or_past_its_time_is_not_recalled(town):
    sent, old = begun(town, days=7), begun(town, days=50)
    Draft.objects.filter(pk=sent.pk).update(case_id=sent.pk)
    assert (remind_of_drafts(), old.reminded_days) == (0, [])


def test_a_link_serves_for_what_it_was_made_and_no_other(town):
    draft = begun(town)
    token = stop_link(draft.pk).rstrip("/").rpartition("/")[2]
    assert read_link(token, STOP) == draft.pk
    assert read_link(token, RESUME) is None
    assert read_link("forge", STOP) is None


def test_only_who_proves_the_draft_stops_its_reminders(town):
    draft = begun(town)
    with actor.acting_as(actor.NOBODY), pytest.raises(DraftNotFound):
        stop_reminders(draft_id=draft.pk)
