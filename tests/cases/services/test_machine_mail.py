"""Mails that no person wrote: returned messages, automatic answers, lists, loops. Nothing is answered."""

import pytest

from parvis.cases.models import Case
from parvis.channels.mail.tags import message_id, tagged
from parvis.channels.models import MailFate, MailState, MessageState, OutboundMessage
from tests.factories.cases import lodge, make_town
from tests.factories.mails import (
    ADDRESS,
    CONTACT,
    a_mail,
    domain,
    sent,
    sort,
    take_mail,
)

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town():
    made = make_town(code="contact", definition=CONTACT)
    take_mail(made)
    return made


REPORT = """\
From: MAILER-DAEMON@mx.example.invalid
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.invalid

Final-Recipient: rfc822; aude@example.invalid
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {id}
Subject: Accuse
--b--
"""


def test_a_bounce_updates_the_message_it_concerns_and_makes_no_case(town, settings):
    place = domain(settings)
    case = lodge(town)
    ours = sent(case)
    raw = REPORT.format(to=ADDRESS, action="failed", status="5.1.1", id=message_id(ours.pk, place)).encode()

    mail = sort(raw, envelope_from="")

    ours.refresh_from_db()
    assert (mail.fate, mail.about, mail.state) == (MailFate.BOUNCE, case.pk, MailState.SORTED)
    assert (ours.state, ours.last_error) == (MessageState.BOUNCED, "bounced_5.1.1")
    assert case.journal.filter(kind="delivered", facts__state="bounced").count() == 1
    assert Case.objects.count() == 1


def test_a_mere_delay_changes_nothing(town, settings):
    ours = sent(lodge(town))
    raw = REPORT.format(
        to=ADDRESS, action="delayed", status="4.4.1", id=message_id(ours.pk, domain(settings))
    )

    mail = sort(raw.encode())

    ours.refresh_from_db()
    assert (mail.reason, ours.state) == ("delayed", MessageState.SENT)


def test_what_a_server_says_in_its_own_words_is_final_unless_it_waits(town, settings):
    ours = sent(lodge(town))
    known = message_id(ours.pk, domain(settings))
    sort(REPORT.format(to=ADDRESS, action="error", status="5.0.0", id=known).encode())

    ours.refresh_from_db()
    assert ours.state == MessageState.BOUNCED


def test_a_bounce_ties_itself_by_the_address_it_comes_back_to(town):
    ours = sent(lodge(town))
    raw = REPORT.format(to=tagged(ADDRESS, "m", ours.pk), action="failed", status="5.2.2", id="<x@y>")

    sort(raw.encode())

    ours.refresh_from_db()
    assert ours.state == MessageState.BOUNCED


def test_a_bounce_ties_itself_by_the_subject_it_returns_and_whom_it_names(town):
    case = lodge(town)
    ours = sent(case)
    raw = REPORT.format(to=ADDRESS, action="failed", status="5.1.1", id="<x@y>")

    sort(raw.replace("Subject: Accuse", f"Subject: Accuse (n. {case.number})").encode(), envelope_from="")

    ours.refresh_from_db()
    assert ours.state == MessageState.BOUNCED


def test_a_bounce_of_nothing_of_ours_is_parked_and_shown(town):
    mail = sort(REPORT.format(to=ADDRESS, action="failed", status="5.1.1", id="<x@y>").encode())

    assert (mail.fate, mail.state) == (MailFate.BOUNCE, MailState.PARKED)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("headers", "fate"),
    [
        pytest.param({"Auto_Submitted": "auto-replied"}, MailFate.AUTOMATIC, id="auto-submitted"),
        pytest.param({"Subject": "Réponse automatique : congés"}, MailFate.AUTOMATIC, id="absence"),
        pytest.param({"List_Id": "<liste.example.invalid>"}, MailFate.MAILING_LIST, id="list"),
        pytest.param({"From": f"Ville <{ADDRESS}>"}, MailFate.LOOP, id="own address"),
        pytest.param({"X_Spam_Flag": "YES"}, MailFate.TRIAGE, id="spam"),
        pytest.param({"From": "noreply@example.invalid"}, MailFate.AUTOMATIC, id="nobody"),
    ],
)
def test_a_machine_gets_no_case_and_no_answer(town, run_jobs, headers, fate):
    mail = sort(a_mail(**headers))
    run_jobs()

    assert (mail.fate, mail.state) == (fate, MailState.PARKED)
    assert not Case.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_an_automatic_answer_to_a_case_is_kept_with_it_and_not_answered(town):
    case = lodge(town)
    ours = sent(case)
    absent = "Je suis absente. Écrivez à accueil@example.invalid."

    mail = sort(a_mail(absent, To=tagged(ADDRESS, "m", ours.pk), Auto_Submitted="auto-replied"))

    ours.refresh_from_db()
    assert ours.state == MessageState.SENT
    assert (mail.fate, mail.about, mail.state) == (MailFate.AUTOMATIC, case.pk, MailState.SORTED)
    assert not case.messages.exists()


def test_what_only_its_words_show_to_be_automatic_gets_no_answer_and_waits_for_a_human(town, run_jobs):
    case = lodge(town)
    run_jobs()
    before = OutboundMessage.objects.count()
    words = "Voici ce que j’ai reçu : votre badge expire. Ce message est automatique. Que faire ?"

    alone = sort(a_mail(words))
    answer = sort(a_mail(words, To=tagged(ADDRESS, "d", case.pk), Message_ID="<autre@example.invalid>"))
    run_jobs()

    assert {(mail.fate, mail.state) for mail in (alone, answer)} == {(MailFate.AUTOMATIC, MailState.WAITING)}
    assert (alone.about, answer.about, answer.teams) == (None, case.pk, [case.team_id])
    assert Case.objects.count() == 1
    assert OutboundMessage.objects.count() == before


def test_a_returned_mail_known_by_its_words_is_set_apart_and_asks_nobody(town):
    words = (
        "I'm sorry to have to inform you that your message could not be delivered to one or more recipients."
    )
    mail = sort(a_mail(words, From="Mail Delivery System <postmaster@mx.example.invalid>", Subject="Un banc"))

    assert (mail.fate, mail.state, mail.reason) == (MailFate.BOUNCE, MailState.PARKED, "words")
