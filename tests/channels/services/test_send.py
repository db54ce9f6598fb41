from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction

from parvis.channels.errors import TryAgain
from parvis.channels.events import MessageDelivered, MessageFailed, MessageKept
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.queries import messages_about
from parvis.channels.services.delivering import MAX_ATTEMPTS, deliver_message, take_up_lost_messages
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock, events
from parvis.common.errors import NotFound
from tests.channels.mail_server import speaking_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What the rooms above were told."""
    heard = []
    for kind in (MessageDelivered, MessageFailed, MessageKept):
        monkeypatch.setitem(events._subscribers, kind, [heard.append])
    return heard


def write(**changes):
    words = {"recipient": "ana@example.org", "subject": "Votre demande", "text": "Reçue."}
    return queue_message(**{"about": uuid4(), "channel": "email", **words, **changes})


def deliver(message):
    with actor.acting_as(actor.for_job(message.pk)):
        return deliver_message(message_id=message.pk)


def seen(message):
    with transaction.atomic(), actor.admitting(message.pk):
        return OutboundMessage.objects.get(pk=message.pk)


def test_a_message_written_down_is_sent_by_its_job(mail_server, run_jobs, told):
    message = write()

    assert run_jobs() == ["channels.deliver_message"]

    [mail] = mail_server.received
    assert mail["To"] == "ana@example.org"
    assert (seen(message).state, seen(message).attempts) == (MessageState.SENT, 1)
    assert seen(message).sent_at
    assert told == [MessageDelivered(message_id=message.pk, about=message.about)]


def test_a_transaction_that_fails_leaves_neither_message_nor_job(mail_server, run_jobs):
    def fail():
        with transaction.atomic():
            write()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert run_jobs() == []
    assert not mail_server.received


def test_running_the_job_again_sends_nothing_more(mail_server):
    message = write()

    assert [deliver(message), deliver(message)] == [MessageState.SENT, MessageState.SENT]
    assert len(mail_server.received) == 1


def test_a_message_that_another_worker_is_sending_is_left_to_it(mail_server):
    message = write()
    with transaction.atomic(), actor.admitting(message.pk):
        OutboundMessage.objects.update(state=MessageState.SENDING)

    assert deliver(message) == MessageState.SENDING
    assert not mail_server.received


def test_a_message_whose_worker_died_is_sent_again_under_the_same_id(mail_server):
    message = write()
    with transaction.atomic(), actor.admitting(message.pk):
        OutboundMessage.objects.update(state=MessageState.SENDING, attempts=1)

    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert deliver(message) == MessageState.SENT

    [mail] = mail_server.received
    assert str(message.pk) in mail["Message-ID"]
    assert seen(message).attempts == 2


def test_a_busy_server_is_tried_again_and_the_message_says_so(mail_server, told):
    mail_server.answers["RCPT"] = "451 4.2.1 greylisted"
    message = write()

    with pytest.raises(TryAgain):
        deliver(message)

    assert (seen(message).state, seen(message).last_error) == (MessageState.FAILED, "recipient_451")
    assert told == []
    mail_server.answers.clear()
    assert deliver(message) == MessageState.SENT
    assert not seen(message).last_error


def test_after_the_last_attempt_the_message_is_given_up_and_told(free_port, told):
    message = write()
    with transaction.atomic(), actor.admitting(message.pk):
        OutboundMessage.objects.update(attempts=MAX_ATTEMPTS - 1)

    with speaking_to(free_port):
        assert deliver(message) == MessageState.UNDELIVERABLE

    assert told == [MessageFailed(message_id=message.pk, about=message.about)]


def test_an_address_that_cannot_receive_is_given_up_at_once(mail_server, told):
    message = write(recipient="nobody")

    assert deliver(message) == MessageState.UNDELIVERABLE
    assert seen(message).last_error == "bad_address"
    assert told == [MessageFailed(message_id=message.pk, about=message.about)]


def test_without_a_mail_server_the_message_is_kept_and_says_so(settings, told):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = write()

    assert deliver(message) == MessageState.KEPT
    assert seen(message).get_state_display() == "gardé, sans envoi"
    assert told == [MessageKept(message_id=message.pk, about=message.about)]


def test_who_is_told_of_a_delivery_sees_what_the_message_is_about(mail_server, monkeypatch):
    about, proved = uuid4(), []
    monkeypatch.setitem(
        events._subscribers, MessageDelivered, [lambda _event: proved.append(about in actor.current().proved)]
    )
    message = write(about=about)

    deliver(message)

    assert proved == [True]
    assert actor.current() == actor.NOBODY


@pytest.mark.django_db(transaction=True)
def test_two_workers_given_the_same_message_at_once_send_it_once(mail_server):
    message, start = write(), Barrier(2)

    def work(_number):
        start.wait()
        try:
            return deliver(message)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        states = list(workers.map(work, range(2)))

    assert len(mail_server.received) == 1
    assert MessageState.SENT in states
    assert seen(message).attempts == 1


@pytest.mark.parametrize(
    ("state", "minutes", "found"),
    [
        (MessageState.QUEUED, 16, 1),
        (MessageState.QUEUED, 1, 0),
        (MessageState.SENDING, 11, 1),
        (MessageState.SENDING, 1, 0),
        (MessageState.FAILED, 60, 0),
        (MessageState.FAILED, 13 * 60, 1),
        (MessageState.SENT, 10_000, 0),
        (MessageState.KEPT, 10_000, 0),
        (MessageState.UNDELIVERABLE, 10_000, 0),
    ],
)
def test_a_message_whose_job_was_lost_is_taken_up(state, minutes, found):
    message = write()
    with transaction.atomic(), actor.admitting(message.pk):
        OutboundMessage.objects.update(state=state)

    with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
        assert take_up_lost_messages() == found


def test_a_transport_that_does_not_exist_is_refused_when_writing():
    with pytest.raises(NotFound):
        write(channel="pigeon")


def test_nobody_reads_a_message_but_who_proved_it_or_what_it_is_about():
    message = write()

    with transaction.atomic():
        assert not messages_about(message.about)
        with actor.admitting(message.about):
            assert messages_about(message.about) == [message]
