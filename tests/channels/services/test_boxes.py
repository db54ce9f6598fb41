"""Boxes read from a real IMAP server: nothing lost, nothing doubled, whatever happens in the middle."""

from datetime import timedelta

import pytest

from parvis.channels.mail import imap
from parvis.channels.models import Afterwards, InboundMail, Mailbox, Security
from parvis.channels.services import boxes
from parvis.channels.services.boxes import BoxSettings, read_mailbox, set_address, set_mailbox
from parvis.common import clock
from parvis.common.errors import Invalid
from tests.channels.dovecot import ABSENT, PASSWORD, PROGRAM, running_dovecot
from tests.factories.mails import a_mail
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture(scope="module")
def dovecot():
    if PROGRAM is None:
        pytest.skip(ABSENT)
    import socket

    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = int(chosen.getsockname()[1])
    with running_dovecot(port) as server:
        yield server


def a_box(port, login, **given):
    settings = {
        "password": PASSWORD,
        "security": Security.NONE,
        "host": "127.0.0.1",
        "name": "Mairie",
        **given,
    }
    return set_mailbox(
        organisation=OrganisationFactory(), box=BoxSettings(port=port, login=login, **settings)
    )


def mails(count):
    return [a_mail(f"Message {number}", Message_ID=f"<{number}@example.invalid>") for number in range(count)]


def test_what_is_new_is_kept_once_and_marked_as_read(dovecot):
    box = a_box(dovecot.port, "neuf")
    dovecot.put("neuf", *mails(3))

    assert read_mailbox(mailbox_id=box.pk) == 3
    dovecot.put("neuf", a_mail("Encore"))
    assert read_mailbox(mailbox_id=box.pk) == 1
    assert read_mailbox(mailbox_id=box.pk) == 0
    assert dovecot.count("neuf", criteria="SEEN") == 4
    box.refresh_from_db()
    assert (box.failures, box.last_error, box.last_uid) == (0, "", 4)


@pytest.mark.parametrize("afterwards", [Afterwards.MOVE, Afterwards.DELETE])
def test_a_reader_killed_before_it_tidies_finishes_the_next_time(dovecot, monkeypatch, afterwards):
    login = f"tue-{afterwards}"
    box = a_box(dovecot.port, login, afterwards=afterwards, moved_to="Lus")
    dovecot.put(login, *mails(4))
    with monkeypatch.context() as patch:
        patch.setattr(boxes, "_finish", _killed)
        with pytest.raises(KeyboardInterrupt):
            read_mailbox(mailbox_id=box.pk)

    assert read_mailbox(mailbox_id=box.pk) + InboundMail.objects.count() >= 4
    assert InboundMail.objects.count() == 4
    assert dovecot.count(login) == 0
    if afterwards == Afterwards.MOVE:
        assert dovecot.count(login, "Lus") == 4


def _killed(_mailbox, _box, uids):
    if uids:
        raise KeyboardInterrupt


def test_a_mail_deleted_while_the_box_is_read_takes_nothing_with_it(dovecot, monkeypatch):
    box = a_box(dovecot.port, "efface")
    dovecot.put("efface", *mails(5))
    listed = imap.Box.uids_after

    def then_deleted(self, last):
        found = listed(self, last)
        other = dovecot.client("efface")
        other.select("INBOX")
        other.store("3", "+FLAGS", "\\Deleted")
        other.expunge()
        other.logout()
        return found

    monkeypatch.setattr(imap.Box, "uids_after", then_deleted)

    assert read_mailbox(mailbox_id=box.pk) == 4


def test_a_box_made_anew_is_read_anew(dovecot):
    box = a_box(dovecot.port, "anew", folder="Courrier")
    connection = dovecot.client("anew")
    for text in ("Premier", "Second"):
        connection.create("Courrier")
        connection.append("Courrier", "", "", a_mail(text).replace(b"\n", b"\r\n"))
        read_mailbox(mailbox_id=box.pk)
        connection.delete("Courrier")
    connection.logout()

    assert InboundMail.objects.count() == 2
    assert read_mailbox(mailbox_id=box.pk) == 0
    box.refresh_from_db()
    assert (box.failures, box.last_error.partition("_")[0]) == (1, "server")


def test_a_refused_password_is_recorded_and_tried_later(dovecot):
    box = a_box(dovecot.port, "refus", password="faux")

    assert read_mailbox(mailbox_id=box.pk) == 0
    box.refresh_from_db()
    assert (box.failures, box.last_error) == (1, "login_refused")
    assert box.next_try_at > clock.now()
    assert boxes.defer_due_readings() == 0


def test_a_server_that_does_not_answer_waits_longer_each_time(free_port):
    box = a_box(free_port, "absent")
    for _attempt in range(3):
        read_mailbox(mailbox_id=box.pk)

    box.refresh_from_db()
    assert (box.failures, box.last_error) == (3, "network_ConnectionRefusedError")
    assert box.next_try_at - clock.now() > timedelta(minutes=7)


def test_a_password_is_kept_encrypted_or_named(settings):
    box = a_box(993, "secret")
    assert PASSWORD not in box.secret

    named = a_box(993, "nomme", password="", secret_name="MAIRIE")
    read_mailbox(mailbox_id=named.pk)
    named.refresh_from_db()
    assert named.last_error == "secret_unreadable"


def test_two_readings_of_a_box_never_run_together(system):
    Mailbox.objects.all().delete()
    a_box(993, "un")

    assert boxes.defer_due_readings() == 1
    assert boxes.defer_due_readings() == 0


def test_an_address_belongs_to_one_body():
    set_address(organisation=OrganisationFactory(), address="Mairie@Ville.fr ")

    with pytest.raises(Invalid):
        set_address(organisation=OrganisationFactory(), address="mairie@ville.fr")
    with pytest.raises(Invalid):
        set_address(organisation=OrganisationFactory(), address="mairie")
