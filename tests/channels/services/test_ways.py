"""Messages with several ways to their person, by several providers: never lost, never doubled."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from parvis.channels.errors import TryAgain
from parvis.channels.events import PersonNotReached
from parvis.channels.models import MessageState, OutboundMessage, Provider
from parvis.channels.registry import Fate, Written
from parvis.channels.services.delivering import deliver_message
from parvis.channels.services.failover import Way, reach
from parvis.channels.services.fates import settle_fate
from parvis.channels.services.providers import set_provider
from parvis.channels.services.stops import resume_number, stop_number
from parvis.channels.services.styles import set_style
from parvis.common import actor, clock, events
from tests.channels.provider_server import providing
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("system")

SMS = Way("sms", "+33612345678")
MAIL = Way("email", "aude@example.org")


@pytest.fixture
def body():
    return OrganisationFactory(name="Commune de Valmont", slug="valmont")


@pytest.fixture
def carried(body, provider_server):
    """A provider of the body, which takes everything."""
    provider_server.answer("POST /sms", (202, {"id": "r1"}))
    set_provider(
        name="A", transport="sms_http", organisation=body, settings={"url": f"{provider_server.url}/sms"}
    )
    return provider_server


@pytest.fixture
def lost(monkeypatch):
    heard = []
    monkeypatch.setitem(events._subscribers, PersonNotReached, [heard.append])
    return heard


def write(body, *ways, **changes):
    written = Written(subject="Réponse", text="Bonjour,\n\nOui.", short="Oui.", link="https://p/suivi")
    return reach(
        **{"about": uuid4(), "organisation_id": body.pk, "purpose": "answer", "written": written, **changes},
        ways=ways,
    )


def deliver(message):
    with actor.acting_as(actor.for_job(message.pk)):
        return deliver_message(message_id=message.pk)


def seen(message):
    with transaction.atomic():
        return OutboundMessage.objects.get(pk=message.pk)


def next_of(message):
    return OutboundMessage.objects.get(pk=seen(message).followed_by)


def told(message, state, reference="r1"):
    return settle_fate(provider_id=seen(message).provider_id, fate=Fate(reference, state, "absent"))


def test_an_sms_is_drawn_short_and_keeps_the_reference_of_its_provider(body, carried):
    message = write(body, SMS, MAIL)

    assert deliver(message) == MessageState.SENT

    [asked] = carried.asked
    assert asked.said["text"] == "Commune de Valmont : Oui."
    assert asked.said["from"] == "Valmont"
    assert (seen(message).reference, seen(message).parts) == ("r1", 1)


def test_a_number_that_never_receives_falls_to_the_mail_written_at_the_same_time(body, carried, mail_server):
    carried.answer("POST /sms", (422, {}))
    message = write(body, SMS, MAIL)

    assert deliver(message) == MessageState.UNDELIVERABLE
    assert deliver(next_of(message)) == MessageState.SENT

    [mail] = mail_server.received
    assert (mail["To"], mail["Subject"]) == ("aude@example.org", "Réponse")
    assert "Commune de Valmont" in mail.get_body(("html",)).get_content()


def test_a_receipt_told_twice_falls_over_once(body, carried, lost):
    message = write(body, SMS, MAIL)
    deliver(message)

    assert told(message, MessageState.BOUNCED)
    assert not told(message, MessageState.BOUNCED)

    assert OutboundMessage.objects.count() == 2
    assert lost == []


@pytest.mark.parametrize("late", [MessageState.BOUNCED, MessageState.SENT])
def test_delivered_is_the_last_word_whatever_comes_after(body, carried, late):
    message = write(body, SMS, MAIL)
    deliver(message)

    assert told(message, MessageState.DELIVERED)
    assert not told(message, late)

    assert seen(message).state == MessageState.DELIVERED
    assert seen(message).delivered_at
    assert seen(message).followed_by is None


def test_a_receipt_that_comes_before_our_own_writing_waits_for_it(body, carried):
    message = write(body, SMS)
    deliver(message)
    provider = seen(message).provider_id

    assert not settle_fate(provider_id=provider, fate=Fate("r9", MessageState.DELIVERED))
    OutboundMessage.objects.filter(pk=message.pk).update(reference="r9")
    assert settle_fate(provider_id=provider, fate=Fate("r9", MessageState.DELIVERED), tries=1)


def test_once_every_electronic_way_failed_the_room_above_is_told(body, carried, lost):
    carried.answer("POST /sms", (422, {}))
    message = write(body, SMS, Way("post", "Aude Vasseur\n1 rue Haute\n76000 Rouen"))
    deliver(message)

    assert next_of(message).channel == "post"
    assert lost == [PersonNotReached(message_id=message.pk, about=message.about, letter=True)]


def test_a_provider_that_is_down_gives_way_to_the_next_and_rests(body, carried):
    with providing() as second:
        second.answer("POST /sms", (202, {"id": "b1"}))
        set_provider(
            name="B",
            transport="sms_http",
            organisation=body,
            settings={"url": f"{second.url}/sms"},
            priority=2,
        )
        carried.answer("POST /sms", (503, {}))
        assert deliver(write(body, SMS)) == MessageState.SENT
        assert deliver(write(body, SMS)) == MessageState.SENT

        assert (len(carried.asked), len(second.asked)) == (1, 2)  # the first rests meanwhile
    resting = Provider.objects.get(name="A")
    assert (resting.failures, resting.last_error) == (1, "http_503")


def test_a_provider_that_may_have_taken_a_message_is_asked_again_under_the_same_key_and_no_other_is(
    body, carried
):
    with providing() as second:
        set_provider(
            name="B",
            transport="sms_http",
            organisation=body,
            settings={"url": f"{second.url}/sms"},
            priority=2,
        )
        carried.answer("POST /sms", None, (202, {"id": "r1"}))
        message = write(body, SMS)
        with pytest.raises(TryAgain):
            deliver(message)
        assert deliver(message) == MessageState.SENT

        first, again = carried.asked
        assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"] == str(message.pk)
        assert second.asked == []


def test_killed_between_the_sending_and_its_record_the_provider_is_asked_first(body, provider_server):
    settings = {"url": provider_server.url, "service": "s", "application_key": "AK"}
    provider = set_provider(
        name="O", transport="sms_ovh", organisation=body, settings=settings, secret="AS:CK"
    )
    provider_server.answer("GET /auth/time", (200, 1700000000))
    message = write(body, SMS)
    provider_server.answer(f"GET /sms/s/outgoing?tag={message.pk.hex}", (200, [77]))
    OutboundMessage.objects.filter(pk=message.pk).update(
        state=MessageState.SENDING, attempts=1, provider=provider
    )

    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert deliver(message) == MessageState.SENT

    assert provider_server.sent("POST /sms/s/jobs") == []
    assert seen(message).reference == "77"


def test_in_test_mode_nothing_leaves(body, carried, mail_server):
    set_style(
        organisation_id=body.pk, sender_name="", sms_sender="", signature="", is_test=True, registered=False
    )
    assert [deliver(write(body, way)) for way in (SMS, MAIL)] == [MessageState.KEPT] * 2
    assert carried.asked == []
    assert not mail_server.received


def test_a_number_that_said_stop_gets_no_more_sms_but_gets_mails(body, carried):
    stop_number(organisation_id=body.pk, number="06 12 34 56 78")
    message = write(body, SMS, MAIL)

    assert deliver(message) == MessageState.UNDELIVERABLE
    assert (seen(message).last_error, next_of(message).channel) == ("stopped", "email")

    resume_number(organisation_id=body.pk, number="+33612345678")
    assert deliver(write(body, SMS)) == MessageState.SENT


def test_without_any_provider_an_sms_falls_to_the_next_way(body, settings):
    settings.DEMONSTRATION = False
    message = write(body, SMS, MAIL)
    assert deliver(message) == MessageState.UNDELIVERABLE
    assert next_of(message).channel == "email"
