"""What a mail is: machines are known as such, people are not taken for machines."""

import pytest

from parvis.channels.mail.bounces import report_of
from parvis.channels.mail.opening import open_mail
from parvis.channels.mail.question import Us, kind_of
from parvis.channels.mail.tags import message_id
from parvis.channels.mail.threads import thread_of
from parvis.common.ids import new_id
from tests.channels.mail.samples import (
    AUTOMATIC_BY_ITS_WORDS,
    AWAY,
    AWAY_BUT_THERE,
    AWAY_IN_WORDS,
    BOUNCES,
    HUMAN,
)
from tests.channels.mail.servers import MARKED, SERVERS, sent_back
from tests.factories.mails import ADDRESS, a_mail

US = Us(frozenset({ADDRESS, "ne-pas-repondre@ville.example.invalid"}), "ville.example.invalid")


def kind(raw, **envelope):
    return kind_of(open_mail(raw, **envelope), US).code


@pytest.mark.parametrize("server", BOUNCES)
def test_a_report_is_known_and_tied_however_its_server_writes(server):
    ours = new_id()
    mail = open_mail(BOUNCES[server].format(id=message_id(ours, US.domain)).encode())
    report = report_of(mail, US)

    assert kind_of(mail, US).code == "bounce"
    assert report.messages == (ours,)
    assert report.is_final
    assert report.status.startswith("5")
    assert server == "gmail" or "aude@example.invalid" in report.recipients


@pytest.mark.parametrize("subject", AWAY)
def test_an_absence_is_known_in_six_languages(subject):
    assert kind(a_mail(Subject=subject)) == "automatic"


def test_an_absence_that_only_its_words_tell_is_known_when_it_answers():
    answering = {"Subject": "Re: Votre demande", "In_Reply_To": "<x@ville.example.invalid>"}
    assert {kind(a_mail(text, **answering)) for text in AWAY_IN_WORDS} == {"automatic"}
    assert {kind(a_mail(text)) for text in AWAY_IN_WORDS} == {""}
    assert {kind(a_mail(text, **answering)) for text in AWAY_BUT_THERE} == {""}


def test_what_says_of_itself_that_it_is_automatic_is_unless_a_person_passes_it_on():
    assert {kind(a_mail(text)) for text in AUTOMATIC_BY_ITS_WORDS} == {"automatic"}
    assert {kind(a_mail(text, Subject="TR: Reçu")) for text in AUTOMATIC_BY_ITS_WORDS} == {""}


def test_a_receipt_without_its_standard_form_is_known():
    told = "Votre message\n\n À : Aude\n Objet : Reçu\n\n a été lu le dimanche 22 novembre."
    assert kind(a_mail(told, Subject="Lu : Reçu")) == "read_receipt"


@pytest.mark.parametrize("subject", HUMAN)
def test_a_person_is_not_taken_for_a_machine(subject):
    assert kind(a_mail(Subject=subject)) == ""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"Auto_Submitted": "auto-generated (failure)"}, "automatic", id="rfc 3834"),
        pytest.param({"Auto_Submitted": "no"}, "", id="a person says no"),
        pytest.param({"X_Autoreply": "yes"}, "automatic", id="x-autoreply"),
        pytest.param({"Precedence": "bulk"}, "automatic", id="bulk"),
        pytest.param({"X_Auto_Response_Suppress": "OOF, AutoReply"}, "automatic", id="exchange"),
        pytest.param({"From": "ne-pas-repondre@impots.example.invalid"}, "automatic", id="nobody"),
        pytest.param(
            {"From": "service-noreply@impots.example.invalid"}, "automatic", id="nobody of a service"
        ),
        pytest.param({"List_Unsubscribe": "<mailto:x@example.invalid>"}, "mailing_list", id="newsletter"),
        pytest.param(
            {"List_Id": "<mairie>", "List_Post": f"<mailto:{ADDRESS}>"},
            "",
            id="our own address kept as a group",
        ),
        pytest.param({"X_Spam_Status": "Yes, score=9.1"}, "spam", id="spamassassin"),
        pytest.param({"X_Spam_Status": "No, score=0.1"}, "", id="not spam"),
        pytest.param({"X_MS_Exchange_Organization_SCL": "6"}, "spam", id="exchange level"),
        pytest.param({"Message_ID": message_id(new_id(), US.domain)}, "loop", id="our own message"),
    ],
)
def test_headers_say_what_a_mail_is(headers, expected):
    assert kind(a_mail(**headers)) == expected


def test_a_mail_with_no_sender_to_answer_to_is_a_machine_s():
    assert kind(a_mail(), envelope_from="") == "automatic"
    assert kind(b"Received: x\r\n" * 60 + a_mail()) == "loop"


def test_our_own_mails_are_known_as_automatic_by_others_like_us(mail_server, settings):
    from parvis.channels.registry import Outgoing, channels

    channels.get("email").send(
        Outgoing(id=new_id(), recipient="a@example.invalid", subject="Accusé", text="Reçu")
    )

    elsewhere = Us(frozenset(), "ailleurs.example.invalid")
    assert kind_of(open_mail(mail_server.received[0].as_bytes()), elsewhere).code == "automatic"


CHALLENGES = (
    "Votre message est en attente.\n\nMa boîte est protégée par Filtre. Cliquez ici : https://filtre.example.invalid/1",
    "Pour que je reçoive votre courriel, authentifiez-vous en tant qu’expéditeur : https://filtre.example.invalid/a",
    "This account is protected by Filter. Please click on this link: http://filter.example.invalid/verification/12",
    "To be added to the recipient's allowed list, visit http://filter.example.invalid/verification/1234",
    "Please verify that you are a human being:\nhttps://filter.example.invalid/x",
)
PEOPLE = (
    "Je n’arrive pas à m’authentifier sur https://ville.example.invalid, que faire ?",
    "Mon adresse est protégée par un digicode : le 12 B. Le plan : https://carte.example.invalid/?q=1",
    "Ma boîte aux lettres est protégée par un auvent, mais le facteur la casse.",
    "Je ne suis pas un robot.",
)


@pytest.mark.parametrize("text", CHALLENGES)
def test_a_filter_that_asks_to_click_is_a_machine(text):
    assert kind(a_mail(text)) == "challenge"


def test_a_filter_is_known_by_its_subject_with_its_link_and_a_person_has_none():
    asked = "Demande d’authentification"
    assert kind(a_mail("Cliquez : https://filtre.example.invalid/1", Subject=asked)) == "challenge"
    assert kind(a_mail("Je voudrais faire authentifier une signature.", Subject=asked)) == ""


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_who_speaks_of_filters_is_a_person(text):
    assert kind(a_mail(text)) == ""


@pytest.mark.parametrize(
    ("page", "headers", "expected"),
    [
        ('<p>Soldes !</p><a href="https://shop.example.invalid/?unsubscribe=1">ici</a>', {}, "mailing_list"),
        (
            "<p>Infos</p><a href=https://a.example.invalid/desinscription>ne plus recevoir</a>",
            {},
            "mailing_list",
        ),
        ('<a href="https://shop.example.invalid/unsubscribe">ici</a>', {"Subject": "TR: Soldes"}, ""),
        ("<p>Comment me désinscrire de la cantine ?</p>", {}, ""),
        ('<p><a href="https://a.example.invalid/">unsubscribe</a></p>', {}, ""),
    ],
)
def test_a_page_with_a_link_to_receive_no_more_is_a_mailing(page, headers, expected):
    assert (
        kind(a_mail(**headers).replace(b"text/plain", b"text/html").replace(b"Le banc", page.encode()))
        == expected
    )


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server[1])
def test_no_server_that_sends_back_is_taken_for_a_person_and_ours_is_known_wherever_it_is_named(server):
    for null_sender in (True, False):
        assert kind(sent_back(server, new_id(), null_sender=null_sender)) != ""
        for marked in MARKED:
            ours = new_id()
            mail = open_mail(sent_back(server, ours, marked=marked, null_sender=null_sender))
            report, thread = report_of(mail, US), thread_of(mail)
            named = {*report.messages, *thread.own_messages, *(tag.key for tag in report.tags)}
            assert kind_of(mail, US).code != ""
            assert ours in named


def test_a_person_whose_box_is_protected_is_a_person():
    told = "Bonjour,\n\nMon compte est protégé par un mot de passe que j’ai perdu."
    assert kind(a_mail(told, Subject="Re: Votre demande")) == ""
