"""SMS that come: put together, made a demand or joined to one, words that stop, nothing doubled."""

from datetime import timedelta

import pytest

from parvis.cases.models import Case, IntakeChannel, Message
from parvis.cases.numbers import say_number
from parvis.cases.services.sms_in import sort_sms
from parvis.channels.errors import CannotDeliver
from parvis.channels.models import InboundSms, OutboundMessage, SmsFate, SmsState, StoppedNumber
from parvis.channels.registry import Received
from parvis.channels.services import inbound_sms
from parvis.channels.services.carrying import carry
from parvis.channels.services.providers import callback_of, set_provider
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock
from parvis.organisations.models import Organisation, OrganisationKind
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.factories.mails import CONTACT
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("system")
NUMBER = "+33612345678"


@pytest.fixture
def town():
    return make_town(code="contact", definition=CONTACT)


@pytest.fixture
def provider(town):
    return set_provider(
        name="A",
        transport="sms_http",
        organisation=town.body,
        settings={"url": "https://sms.example.invalid"},
    )


@pytest.fixture
def case(town):
    return lodge(town, person=PersonDetails(last_name="Vasseur", phone="06 12 34 56 78"))


def take(provider, text, *, sender="0612345678", reference="r1", **more):
    """Keep an SMS and sort it as its job does; return it."""
    inbound_sms.keep_part(provider=provider, received=Received(reference, sender, text, **more))
    sms = InboundSms.objects.order_by("received_at", "pk").last()
    with actor.acting_as(actor.for_job(sms.pk, label="sms")):
        sort_sms(sms_id=sms.pk)
    sms.refresh_from_db()
    return sms


def test_an_sms_makes_a_demand_and_told_twice_makes_one(provider):
    first = take(provider, "Le banc est cassé à la gare.\nMerci")
    again = take(provider, "Le banc est cassé à la gare.\nMerci")

    case = Case.objects.get()
    assert (first.pk, first.fate, first.about) == (again.pk, SmsFate.NEW_CASE, case.pk)
    assert (case.channel, case.subject) == (IntakeChannel.SMS, "Le banc est cassé à la gare.")
    assert (case.person.phone, case.person.preferred_channel) == (NUMBER, "sms")
    assert case.original["text"] == "Le banc est cassé à la gare.\nMerci"


def test_parts_in_any_order_are_one_sms_with_its_accents(provider):
    waiting = take(provider, "à l’été", part=2, total=2)
    assert (waiting.state, Case.objects.count()) == (SmsState.RECEIVED, 0)

    whole = take(provider, "Travaux ", part=1, total=2)

    assert (whole.pk, whole.text, whole.fate) == (waiting.pk, "Travaux à l’été", SmsFate.NEW_CASE)


def test_a_part_that_never_comes_holds_the_others_ten_minutes_and_late_it_is_not_lost(provider):
    sms = take(provider, "Travaux ", part=1, total=2)
    InboundSms.objects.update(received_at=clock.now() - timedelta(minutes=11))
    with actor.acting_as(actor.for_job(sms.pk, label="sms")):
        sort_sms(sms_id=sms.pk)

    assert Case.objects.get().answers["message"] == "Travaux […]"
    take(provider, "à l’été", part=2, total=2)
    assert InboundSms.objects.count() == 2


def test_the_phone_of_a_demand_answers_it_by_its_number(provider, case):
    sms = take(provider, f"Pour la demande {case.number}. Oui.")

    assert (sms.fate, sms.about) == (SmsFate.REPLY, case.pk)
    assert (Message.objects.get(case=case).channel, Case.objects.count()) == ("sms", 1)


def test_another_phone_that_cites_a_demand_touches_nothing_of_it(provider, case):
    sms = take(provider, f"{say_number(case.number)} {case.number} annulez tout", sender="0698765432")

    assert (sms.fate, sms.about == case.pk) == (SmsFate.NEW_CASE, False)
    assert not Message.objects.filter(case=case).exists()


def test_without_number_it_answers_the_last_sms_we_wrote_to_it(provider, case):
    OutboundMessage.objects.create(
        about=case.pk,
        channel="sms",
        recipient="06 12 34 56 78",
        subject="",
        text="?",
        queued_at=clock.now(),
        changed_at=clock.now(),
    )

    assert take(provider, "Oui, demain.").about == case.pk


def test_stop_is_kept_as_proof_confirmed_once_and_makes_no_demand(provider):
    first, second = take(provider, "Stop"), take(provider, " STOP ", reference="r2")

    assert (first.fate, second.fate, first.text) == (SmsFate.STOP, SmsFate.STOP, "Stop")
    assert StoppedNumber.objects.count() == 1
    assert OutboundMessage.objects.filter(channel="sms", recipient=NUMBER).count() == 1
    assert not Case.objects.exists()


def written_to(case):
    """Write to the person of a case by SMS, as an answer does."""
    with actor.acting_as(actor.for_system("tests")):
        return queue_message(
            about=case.pk,
            channel="sms",
            recipient=case.person.phone,
            subject="",
            text="Votre demande avance.",
            organisation_id=case.organisation_id,
        )


def test_stop_changes_what_the_person_prefers_with_its_date_and_its_proof_and_start_gives_it_back(
    town, provider
):
    details = PersonDetails(
        last_name="Vasseur", phone="06 12 34 56 78", preferred_channel="sms", email="aude@example.invalid"
    )
    case = lodge(town, person=details)
    written_to(case)
    stop = take(provider, "STOP")

    person = case.person
    person.refresh_from_db()
    last = person.channel_choices.first()
    assert (person.preferred_channel, last.preferred_channel, last.source) == ("email", "email", "sms")
    assert str(stop.pk) in last.proof
    assert StoppedNumber.objects.get().sms == stop.pk
    with pytest.raises(CannotDeliver):
        carry(written_to(case))

    start = take(provider, "Start", reference="r2")
    person.refresh_from_db()
    assert (start.fate, person.preferred_channel) == (SmsFate.START, "sms")
    assert not StoppedNumber.objects.exists()
    confirmed = OutboundMessage.objects.filter(about=start.pk).get()
    assert "de nouveau" in confirmed.text


def test_start_of_who_never_stopped_is_a_message_as_any_other(provider):
    assert take(provider, "START").fate == SmsFate.NEW_CASE


def test_stop_said_to_a_number_that_every_body_shares_holds_for_every_body(town, provider):
    provider.organisation = None
    provider.save()
    case = lodge(town, person=PersonDetails(last_name="Vasseur", phone="06 12 34 56 78"))
    top = OrganisationFactory(kind=OrganisationKind.REGION, name="Région")
    Organisation.objects.filter(pk=town.body.pk).update(parent=top)
    take(provider, "STOP")

    assert StoppedNumber.objects.get().organisation == top
    with pytest.raises(CannotDeliver):
        carry(written_to(case))


def test_too_many_of_one_number_wait_for_a_human(provider, monkeypatch):
    monkeypatch.setattr("parvis.cases.services.sms_in.MOST_AN_HOUR", 1)
    take(provider, "Un")

    assert take(provider, "Deux", reference="r2").state == SmsState.WAITING


@pytest.mark.parametrize(
    ("transport", "settings", "said"),
    [
        ("sms_http", {"url": "https://x"}, {"id": "7", "from": NUMBER, "text": "Bonjour"}),
        ("sms_octopush", {"login": "x"}, {"message_id": "7", "number": NUMBER, "text": "Bonjour"}),
    ],
)
def test_providers_bring_sms_at_their_secret_address_once(client, town, transport, settings, said):
    provider = set_provider(name="B", transport=transport, organisation=town.body, settings=settings)
    address = callback_of(provider.pk).partition("/api/")[2]

    answers = [
        client.post(f"/api/{address}", said, content_type="application/json").status_code for _ in "ab"
    ]
    wrong = client.post(f"/api/{address[:-1]}x", said, content_type="application/json")

    assert (answers, wrong.status_code) == ([204, 204], 404)
    assert (InboundSms.objects.get().sender, InboundSms.objects.get().text) == (NUMBER, "Bonjour")
